package naru.agent;

import java.util.List;
import naru.agent.node.DatapathHooks;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.datapath.Datapath;
import naru.linux.netlink.Netlink;
import naru.linux.sysctl.Sysctl;

/**
 * The kernel's side of the agent.
 *
 * @param prepared settings that were not as pods need them
 */
record KernelSide(
        Netlink netlink,
        Datapath datapath,
        DatapathHooks hooks,
        NodeDevices node,
        List<Sysctl> prepared,
        PodDevices pods) {}
