package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.agent.node.DatapathHooks;
import naru.datapath.Attached;
import naru.datapath.LoadedConstants;
import naru.datapath.abi.HostIdentityMode;

/** Whether the programs that are attached tell this node's own packets as the agent is set to. */
public final class HostIdentityCheck implements Check {

    private final HostIdentityMode wanted;
    private final LocalPods pods;
    private final DatapathHooks hooks;

    public HostIdentityCheck(HostIdentityMode wanted, LocalPods pods, DatapathHooks hooks) {
        this.wanted = wanted;
        this.pods = pods;
        this.hooks = hooks;
    }

    @Override
    public String name() {
        return "host-identity";
    }

    @Override
    public List<Finding> look() throws Exception {
        Map<Integer, String> devices = new TreeMap<>();
        pods.devices()
                .forEach(
                        (ifindex, device) ->
                                hooks.attached(ifindex).stream()
                                        .map(Attached::program)
                                        .forEach(p -> devices.putIfAbsent(p, device)));
        List<Finding> found = new ArrayList<>();
        devices.forEach(
                (program, device) -> {
                    Optional<HostIdentityMode> mode = LoadedConstants.hostIdentity(program);
                    if (mode.isPresent() && mode.get() != wanted) {
                        found.add(finding(program, device, mode.get()));
                    }
                });
        return found;
    }

    private Finding finding(int program, String device, HostIdentityMode mode) {
        return new Finding(
                name(),
                "programs tell this node's own packets in another way than is set",
                device,
                "program %d was loaded with host_identity = %s, the agent is set to %s"
                        .formatted(program, mode, wanted),
                "it is a program of an agent with another setting",
                "restart the agent");
    }
}
