package naru.agent;

import java.util.ArrayList;
import java.util.List;
import naru.agent.cni.CniParts;
import naru.agent.cni.CniServer;
import naru.agent.drift.DriftKeeper;
import naru.agent.drift.HostEndWatch;
import naru.agent.drift.LivePods;
import naru.agent.drift.MapWatch;
import naru.agent.drift.ProgramWatch;
import naru.agent.drift.SettingWatch;
import naru.agent.drift.Watch;
import naru.agent.loop.ProblemBoard;
import naru.agent.node.DatapathHooks;
import naru.agent.node.NodeKeeper;
import naru.agent.repair.RepairLog;
import naru.apply.device.NodeDevices;

/** Puts together who looks for what others changed. */
final class DriftSetup {

    private DriftSetup() {}

    /**
     * @param rules watches over iptables rules; none if this node needs none
     */
    static DriftKeeper keeper(
            CniParts parts,
            CniServer cni,
            NodeDevices node,
            DatapathHooks hooks,
            NodeKeeper nodeKeeper,
            List<Watch> rules,
            ProblemBoard problems,
            RepairLog repairs) {
        LivePods pods = new LivePods(parts.loop(), parts.engine());
        List<Watch> others = new ArrayList<>(rules);
        others.add(new MapWatch(parts.loop(), parts.engine(), repairs));
        return new DriftKeeper(
                new HostEndWatch(pods, parts.devices(), cni, nodeKeeper::facts, repairs, problems),
                new SettingWatch(node, nodeKeeper::lastUplinks, repairs),
                new ProgramWatch(
                        pods, hooks, parts.finisher(), nodeKeeper::lastUplinks, repairs, problems),
                others,
                parts.calm(),
                repairs);
    }
}
