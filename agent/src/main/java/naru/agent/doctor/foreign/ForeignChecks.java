package naru.agent.doctor.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import naru.agent.doctor.Check;
import naru.agent.loop.ProblemBoard;

/** The checks of this package, put together. */
public final class ForeignChecks {

    private ForeignChecks() {}

    /**
     * All of them.
     *
     * @param problems what the agent says already
     * @param devices the host-side devices of pods: number to name
     */
    public static List<Check> all(
            Surroundings surroundings,
            ProblemBoard problems,
            Callable<Map<Integer, String>> devices) {
        Path root = surroundings.root();
        return List.of(
                new ForwardDropCheck(surroundings),
                new ServicePolicyCheck(surroundings),
                new UnmanagedPodsCheck(surroundings, problems),
                new NodeAddressCheck(surroundings),
                new OverlappingRangesCheck(surroundings),
                new ForeignRoutesCheck(surroundings),
                new ReversePathCheck(surroundings),
                new LeftoverDevicesCheck(surroundings),
                new LeftoverRulesCheck(surroundings),
                new LeftoverProgramsCheck(surroundings),
                new CgroupProgramsCheck(root.resolve("proc/thread-self/mounts")),
                new EarlierConfigCheck(root.resolve("etc/cni/net.d")),
                new NetworkdCheck(root),
                new TakenDevicesCheck(root, devices));
    }
}
