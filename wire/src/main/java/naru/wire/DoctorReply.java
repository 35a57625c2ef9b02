package naru.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * {@code doctor}: whether a node is well.
 *
 * @param node empty if nobody said which it is
 * @param version of the agent
 * @param checks the names of all checks that were made
 * @param state what a healthy node is told of as well
 * @param findings what is wrong; empty: healthy
 */
public record DoctorReply(
        String node, String version, List<String> checks, State state, List<Finding> findings) {

    public DoctorReply {
        requireNonNull(state);
    }

    /**
     * What is no finding, but what one wants to know with it.
     *
     * @param endpoints that are whole
     * @param lastEventSeconds since something came from the source of objects; -1: nothing yet
     * @param repairs since the agent was started
     * @param lastRepair what was repaired, and where; empty: nothing
     * @param lastRepairSeconds since then; -1: nothing
     */
    public record State(
            int endpoints,
            long lastEventSeconds,
            long repairs,
            String lastRepair,
            long lastRepairSeconds) {}

    /**
     * Something that is not as it should be.
     *
     * @param check whose finding it is
     * @param symptom what somebody would notice
     * @param where device, pod, file or map
     * @param evidence what was seen
     * @param cause why it is so; may be empty
     * @param fix what to do
     */
    public record Finding(
            String check,
            String symptom,
            String where,
            String evidence,
            String cause,
            String fix) {}

    /** True if nothing is wrong. */
    public boolean isHealthy() {
        return findings.isEmpty();
    }
}
