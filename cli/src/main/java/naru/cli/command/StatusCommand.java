package naru.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
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
import naru.cli.line.Described;
import naru.cli.text.StatusText;
import naru.wire.AgentReplies.Status;
import naru.wire.Json;
import picocli.CommandLine;

/** {@code naru status}. */
public final class StatusCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT =
            "What a node's kernel enforces, how full its tables are, and what is wrong.";

    private final Surroundings surroundings;
    private final AgentOptions agents = new AgentOptions();
    private final OutputOption output = new OutputOption();

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("status", this)
                .about(
                        ABOUT,
                        "With -o json one object; a list of them for the nodes of a lab without --node.")
                .examples("status --node n1")
                .takes(agents.all())
                .takes(output.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        Agents meant = Agents.meantBy(agents, surroundings);
        Answers<JsonNode> all = meant.askAll(client -> client.ask("status", null));
        surroundings.print(output.isJson() ? json(all.answers(), meant) : text(all.answers()));
        return all.failures().isEmpty() ? 0 : CommandFailure.FAILED;
    }

    private static List<String> json(List<Answer<JsonNode>> answers, Agents meant)
            throws IOException {
        List<JsonNode> nodes = answers.stream().map(Answer::value).toList();
        return List.of(Json.pretty(meant.areSeveral() ? Json.tree(nodes) : nodes.getFirst()));
    }

    private List<String> text(List<Answer<JsonNode>> answers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Answer<JsonNode> answer : answers) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            Status status = Json.read(answer.value(), Status.class);
            lines.addAll(StatusText.lines(status, surroundings.paint()));
        }
        return lines;
    }
}
