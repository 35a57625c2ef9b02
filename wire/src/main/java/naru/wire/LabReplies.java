package naru.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lab's daemon answers. */
public final class LabReplies {

    private LabReplies() {}

    /** What is going on, for a person who waits. */
    public record Progress(String progress) {}

    /**
     * {@code up}, {@code apply}, {@code delete}, {@code config}, {@code incident}, {@code repair}.
     *
     * @param done one line for each thing that was done, {@code pod shop/web created}
     * @param warnings what was taken, or passed over, with a remark
     * @param refused each object that was refused, with its reason
     * @param pending what is not in force yet, with its reason
     */
    public record Outcome(
            List<String> done, List<String> warnings, List<String> refused, List<String> pending) {
        public Outcome {
            done = List.copyOf(done);
            warnings = List.copyOf(warnings);
            refused = List.copyOf(refused);
            pending = List.copyOf(pending);
        }

        public boolean good() {
            return refused.isEmpty() && pending.isEmpty();
        }
    }

    /**
     * A row of {@code lab pods}.
     *
     * @param ip empty as long as the pod has none
     * @param netns for {@code nsenter --net=}; a host-network pod has its node's
     * @param cgroup the folder that holds its {@code cgroup.procs}
     * @param endpoint its number on its node; missing if its agent doesn't know it
     * @param phase Pending, Running, Succeeded or Failed
     * @param reason why it is not running or not ready; may be empty
     * @param log what its command writes
     */
    public record PodRow(
            String namespace,
            String name,
            String node,
            String ip,
            List<String> ips,
            String netns,
            String cgroup,
            @Nullable Integer endpoint,
            @Nullable Long identity,
            boolean hostNetwork,
            String phase,
            boolean ready,
            int restarts,
            String reason,
            String log) {}

    /**
     * A row of {@code lab nodes}.
     *
     * @param kind node or external
     * @param agent missing for an external host
     */
    public record NodeRow(
            String name,
            String ip,
            List<String> ips,
            List<String> podCIDRs,
            String netns,
            String kind,
            @Nullable AgentPlace agent) {}

    /**
     * A node's agent.
     *
     * @param pid on the machine; missing while it doesn't run
     */
    public record AgentPlace(String socket, @Nullable Long pid) {}

    /** {@code exec}: what to run in front of the command. */
    public record ExecPrefix(List<String> command) {}
}
