package naru.agent;

import java.util.ArrayList;
import java.util.List;
import naru.agent.cni.CniParts;
import naru.agent.cni.CniServer;
import naru.agent.drift.DriftKeeper;
import naru.agent.drift.HostEndWatch;
import naru.agent.drift.HostMarkWatch;
import naru.agent.drift.LostPods;
import naru.agent.drift.MapWatch;
import naru.agent.drift.ProgramWatch;
import naru.agent.drift.SettingWatch;
import naru.agent.drift.SweepWatch;
import naru.agent.drift.Watch;
import naru.agent.loop.LivePods;
import naru.agent.loop.ProblemBoard;
import naru.agent.node.NodeKeeper;
import naru.agent.repair.RepairLog;
import naru.watch.config.AgentConfig;
import naru.watch.config.AgentConfig.HostIdentity;

/** Puts together who looks for what others changed. */
final class DriftSetup {

    private DriftSetup() {}

    static DriftKeeper keeper(
            CniParts parts,
            CniServer cni,
            KernelSide kernel,
            NodeKeeper nodeKeeper,
            AgentConfig config,
            ProblemBoard problems,
            RepairLog repairs) {
        LivePods pods = new LivePods(parts.loop(), parts.engine());
        LostPods lost = new LostPods(pods, repairs, problems);
        List<Watch> others = new ArrayList<>(List.of(lost));
        others.add(new MapWatch(parts.loop(), parts.engine(), repairs));
        others.add(new SweepWatch(kernel.datapath(), repairs));
        if (config.hostIdentity() == HostIdentity.MARK && config.installIptablesRules()) {
            others.add(new HostMarkWatch(repairs, problems));
        }
        return new DriftKeeper(
                new HostEndWatch(
                        pods,
                        parts.devices(),
                        cni,
                        lost,
                        nodeKeeper::certainFacts,
                        repairs,
                        problems),
                new SettingWatch(kernel.node(), nodeKeeper::lastUplinks, repairs),
                new ProgramWatch(
                        pods,
                        kernel.hooks(),
                        parts.finisher(),
                        nodeKeeper::lastUplinks,
                        repairs,
                        problems),
                others,
                parts.calm(),
                repairs);
    }
}
