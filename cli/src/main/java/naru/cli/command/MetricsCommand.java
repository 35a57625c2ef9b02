package naru.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.AgentSocket;
import naru.cli.agents.Agents;
import naru.cli.line.Described;
import naru.wire.AgentReplies.Metrics;
import naru.wire.AgentRequests;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code naru metrics}. */
public final class MetricsCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT = "What a node's agent tells Prometheus, in its text format.";

    private final Surroundings surroundings;
    private final AgentOptions agents = new AgentOptions();

    private final OptionSpec openMetrics =
            OptionSpec.builder("--openmetrics")
                    .type(boolean.class)
                    .initialValue(false)
                    .description("In the format of OpenMetrics 1.0, which names units too.")
                    .build();

    public MetricsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("metrics", this)
                .about(
                        ABOUT,
                        "The same as /metrics on the agent's metrics-address, where one is set.")
                .examples(
                        "metrics --node n1", "metrics --node n1 | grep naru_dropped_packets_total")
                .takes(agents.all())
                .takes(openMetrics)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        AgentRequests.Metrics asked =
                new AgentRequests.Metrics(
                        openMetrics.getValue()
                                ? "application/openmetrics-text; version=1.0.0"
                                : "");
        Metrics metrics =
                Agents.ask(
                        one(Agents.meantBy(agents, surroundings).sockets()),
                        client -> client.ask("metrics", asked, Metrics.class));
        surroundings.print(metrics.text().lines().toList());
        return 0;
    }

    /** Two nodes' metrics have the same names: one after the other they would be no such text. */
    private static AgentSocket one(List<AgentSocket> sockets) {
        if (sockets.size() > 1) {
            String nodes = String.join(", ", sockets.stream().map(AgentSocket::node).toList());
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "metrics are those of one node, and there are " + nodes,
                    "say which, for example: naru metrics --node " + sockets.getFirst().node());
        }
        return sockets.getFirst();
    }
}
