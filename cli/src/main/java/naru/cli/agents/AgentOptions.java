package naru.cli.agents;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that pick agents; every command that asks one has them. */
public final class AgentOptions {

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "Ask the agent of this node; without it, those of all nodes of the lab.")
    @Nullable String node;

    @Option(
            names = "--name",
            paramLabel = "LAB",
            description = "The lab that is meant (else $NARU_LAB, else naru).")
    @Nullable String lab;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Ask the agent that listens on this socket.")
    @Nullable Path socket;
}
