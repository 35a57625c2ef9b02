package naru.cli.agents;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The options that pick agents; every command that asks one has them. */
public final class AgentOptions {

    private final OptionSpec node =
            OptionSpec.builder("--node")
                    .type(String.class)
                    .paramLabel("NODE")
                    .description(
                            "Ask the agent of this node; without it, those of all nodes of the lab.")
                    .build();

    private final OptionSpec lab =
            OptionSpec.builder("--name")
                    .type(String.class)
                    .paramLabel("LAB")
                    .description("The lab that is meant (else $NARU_LAB, else naru).")
                    .build();

    private final OptionSpec socket =
            OptionSpec.builder("--socket")
                    .type(Path.class)
                    .paramLabel("PATH")
                    .description("Ask the agent that listens on this socket.")
                    .build();

    @Nullable String node() {
        return node.getValue();
    }

    @Nullable String lab() {
        return lab.getValue();
    }

    @Nullable Path socket() {
        return socket.getValue();
    }

    /** What a command takes. */
    public List<OptionSpec> all() {
        return List.of(node, lab, socket);
    }
}
