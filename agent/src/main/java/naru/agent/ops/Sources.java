package naru.agent.ops;

import naru.agent.endpoint.Addresses;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.agent.monitor.EventHub;
import naru.agent.repair.RepairLog;
import naru.datapath.DatapathMaps;

/**
 * What the operations draw from.
 *
 * @param hostIdentity kernel or mark
 * @param attach tcx or clsact, what is in use
 */
public record Sources(
        String node,
        String hostIdentity,
        String attach,
        EventLoop loop,
        Engine engine,
        DatapathMaps maps,
        Addresses addresses,
        Revisions revisions,
        ProblemBoard problems,
        RepairLog repairs,
        EventHub events) {}
