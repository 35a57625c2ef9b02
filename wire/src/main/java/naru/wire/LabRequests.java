package naru.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lab's daemon is asked. {@code pods}, {@code nodes} and {@code down} have no arguments.
 * {@code up}, {@code apply}, {@code delete}, {@code config}, {@code agent}, {@code incident} and
 * {@code repair} may answer with any number of {@link LabReplies.Progress} lines first.
 */
public final class LabRequests {

    private LabRequests() {}

    /**
     * A file of the user's.
     *
     * @param name as the user wrote it; {@code -} for standard input
     * @param path where the daemon reads it
     */
    public record Input(String name, String path) {}

    /**
     * {@code up}.
     *
     * @param nodes how many nodes {@code n1}, {@code n2} … there are to be; 0: as the manifests
     *     say, two if they say nothing
     */
    public record Up(List<Input> inputs, @Nullable Input config, int nodes) {}

    /** {@code apply}; with {@code await} answered when all is in force, or after the time-out. */
    public record Apply(List<Input> inputs, boolean await, long timeoutMillis) {}

    /** {@code delete}; answered when it is in force everywhere, or after the time-out. */
    public record Delete(List<Input> inputs, long timeoutMillis) {}

    /**
     * {@code get}: the manifests of a kind.
     *
     * @param namespace empty: of all namespaces
     */
    public record Get(String kind, String namespace) {}

    /**
     * {@code exec}: how to run a command at {@code ns/pod}, {@code node/NAME} or {@code ext/NAME}.
     */
    public record Exec(String target) {}

    /**
     * {@code config}.
     *
     * @param node empty: all nodes
     */
    public record Config(
            String node, Map<String, String> values, boolean await, long timeoutMillis) {}

    /** {@code agent}: {@code kill}, {@code start} or {@code restart}. */
    public record Agent(String action, String node) {}

    /** {@code incident} and {@code repair}. */
    public record Incident(String name) {}
}
