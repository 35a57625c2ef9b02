package naru.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.AgentSocket;
import naru.cli.agents.Agents;
import naru.cli.line.Described;
import naru.cli.node.NodeCommand;
import naru.cli.node.NodePlace;
import naru.cli.text.DoctorText;
import naru.wire.DoctorReply;
import naru.wire.Json;
import picocli.CommandLine;

/** {@code naru doctor}. */
public final class DoctorCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT = "Whether a node is well, and if not, why.";

    private static final int MOST_BYTES = 1 << 20;

    private final Surroundings surroundings;
    private final AgentOptions agents = new AgentOptions();
    private final OutputOption output = new OutputOption();

    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("doctor", this)
                .about(
                        ABOUT,
                        "It looks at what the kernel does, and for each finding says what to do.",
                        "Where no agent answers, it says what can be seen without one.",
                        "Exit status: 0 healthy, 1 findings, 2 usage, 3 an agent does not answer.")
                .examples("doctor", "doctor --node n1 -o json")
                .takes(agents.all())
                .takes(output.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        Agents meant = Agents.meantBy(agents, surroundings);
        List<DoctorReply> replies = new ArrayList<>();
        int status = 0;
        for (AgentSocket agent : meant.sockets()) {
            try {
                DoctorReply reply =
                        Agents.ask(agent, client -> client.ask("doctor", null, DoctorReply.class));
                replies.add(reply);
                status = Math.max(status, reply.isHealthy() ? 0 : CommandFailure.FAILED);
            } catch (CommandFailure e) {
                if (e.exitCode() == CommandFailure.USAGE) {
                    throw e;
                }
                surroundings.complain(String.valueOf(e.getMessage()), e.hint());
                withoutAgent(agent, replies);
                status = CommandFailure.CANNOT_TELL;
            }
        }
        surroundings.print(output.isJson() ? json(replies, meant) : text(replies));
        return status;
    }

    private void withoutAgent(AgentSocket agent, List<DoctorReply> replies) throws IOException {
        NodeCommand node = new NodeCommand(NodePlace.of(agent, surroundings), surroundings);
        NodeCommand.Said said = node.withoutAgent(MOST_BYTES, "doctor");
        if (said.status() == 0) {
            replies.add(Json.read(said.text(), DoctorReply.class));
        } else {
            surroundings.complain(
                    "nor can the node be looked at without it: " + said.text().strip(), "");
        }
    }

    private static List<String> json(List<DoctorReply> replies, Agents meant) throws IOException {
        boolean one = !meant.areSeveral() && !replies.isEmpty();
        return List.of(Json.pretty(Json.tree(one ? replies.getFirst() : replies)));
    }

    private List<String> text(List<DoctorReply> replies) {
        List<String> lines = new ArrayList<>();
        replies.forEach(reply -> lines.addAll(DoctorText.lines(reply, surroundings.paint())));
        return lines;
    }
}
