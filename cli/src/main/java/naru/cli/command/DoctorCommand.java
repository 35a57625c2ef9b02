package naru.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.Agents;
import naru.cli.agents.Agents.Answer;
import naru.cli.agents.Agents.Answers;
import naru.cli.text.DoctorText;
import naru.wire.DoctorReply;
import naru.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code naru doctor}. */
@Command(
        name = "doctor",
        description = {
            DoctorCommand.ABOUT,
            "It looks at what the kernel does, and for each finding says what to do.",
            "Exit status: 0 healthy, 1 findings, 2 usage, 3 an agent does not answer."
        },
        footer = {"", "Examples:", "  naru doctor", "  naru doctor --node n1 -o json"})
public final class DoctorCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT = "Whether a node is well, and if not, why.";

    private final Surroundings surroundings;
    @Mixin private AgentOptions agents = new AgentOptions();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin final HelpOption help = new HelpOption();

    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Agents meant = Agents.meantBy(agents, surroundings);
        Answers<DoctorReply> all;
        try {
            all = meant.askAll(client -> client.ask("doctor", null, DoctorReply.class));
        } catch (CommandFailure e) {
            throw e.exitCode() == CommandFailure.USAGE
                    ? e
                    : new CommandFailure(
                            CommandFailure.CANNOT_TELL, String.valueOf(e.getMessage()), e.hint());
        }
        List<DoctorReply> replies = all.answers().stream().map(Answer::value).toList();
        surroundings.print(output.isJson() ? json(replies, meant) : text(replies));
        if (!all.failures().isEmpty()) {
            return CommandFailure.CANNOT_TELL;
        }
        return replies.stream().allMatch(DoctorReply::isHealthy) ? 0 : CommandFailure.FAILED;
    }

    private static List<String> json(List<DoctorReply> replies, Agents meant) throws IOException {
        return List.of(Json.pretty(Json.tree(meant.areSeveral() ? replies : replies.getFirst())));
    }

    private List<String> text(List<DoctorReply> replies) {
        List<String> lines = new ArrayList<>();
        replies.forEach(reply -> lines.addAll(DoctorText.lines(reply, surroundings.paint())));
        return lines;
    }
}
