package naru.agent.ops;

import java.util.ArrayList;
import java.util.List;
import naru.agent.endpoint.Addresses;
import naru.agent.loop.Engine;
import naru.agent.loop.PolicyTiming;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.agent.monitor.EventHub;
import naru.agent.repair.RepairLog;
import naru.datapath.DatapathMaps;
import naru.datapath.Traffic;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.PolicyDirection;
import naru.ipam.PoolCounts;
import naru.wire.AgentReplies;
import naru.wire.AgentReplies.Drops;
import naru.wire.AgentReplies.Forwarded;
import naru.wire.AgentReplies.Status;
import naru.wire.Version;

/** Answers {@code status}: what is in force. */
final class StatusReport {

    private final String node;
    private final String hostIdentity;
    private final String attach;
    private final Engine engine;
    private final DatapathMaps maps;
    private final Addresses addresses;
    private final Revisions revisions;
    private final ProblemBoard problems;
    private final RepairLog repairs;
    private final EventHub events;

    StatusReport(Sources sources) {
        this.node = sources.node();
        this.hostIdentity = sources.hostIdentity();
        this.attach = sources.attach();
        this.engine = sources.engine();
        this.maps = sources.maps();
        this.addresses = sources.addresses();
        this.revisions = sources.revisions();
        this.problems = sources.problems();
        this.repairs = sources.repairs();
        this.events = sources.events();
    }

    /** Only for the event loop. */
    Status status() {
        PoolCounts counts = addresses.counts();
        return new Status(
                node,
                Version.NUMBER,
                revisions.lastSeen(),
                revisions.lastApplied(),
                hostIdentity,
                attach,
                (int)
                        engine.endpoints().all().stream()
                                .filter(e -> e.attachment().isPresent())
                                .count(),
                engine.compiler().identities().size(),
                engine.desired().policy().groups(),
                policy(),
                new AgentReplies.Addresses(
                        addresses.ranges().stream().map(Object::toString).toList(),
                        counts.used(),
                        counts.free()),
                new AgentReplies.Events(
                        events.read(),
                        maps.eventsLost().lost() + events.lost(),
                        maps.eventsLost().overLimit()),
                forwarded(),
                MapUses.of(engine, maps),
                drops(),
                RepairReport.of(repairs),
                problems.all());
    }

    private AgentReplies.Policy policy() {
        PolicyTiming timing = engine.timing();
        Runtime heap = Runtime.getRuntime();
        return new AgentReplies.Policy(
                engine.desired().policy().held(),
                maps.policy().memoryBytes(),
                heap.totalMemory() - heap.freeMemory(),
                change(timing.last()),
                change(timing.slowest()));
    }

    private static AgentReplies.Change change(PolicyTiming.Change change) {
        return new AgentReplies.Change(millis(change.compileNanos()), millis(change.writeNanos()));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }

    private Forwarded forwarded() {
        Traffic all = Traffic.NONE;
        long fast = 0;
        for (PolicyDirection direction : PolicyDirection.values()) {
            all = all.plus(maps.metrics().forwarded(direction));
            fast += maps.metrics().forwardedFast(direction).packets();
        }
        return new Forwarded(all.packets(), all.bytes(), fast);
    }

    private List<Drops> drops() {
        List<Drops> rows = new ArrayList<>();
        for (DropReason reason : maps.metrics().drops().keySet()) {
            for (PolicyDirection direction : PolicyDirection.values()) {
                Traffic traffic = maps.metrics().dropped(reason, direction);
                if (traffic.packets() > 0) {
                    String name =
                            switch (direction) {
                                case INGRESS -> "ingress";
                                case EGRESS -> "egress";
                            };
                    rows.add(new Drops(reason.text(), name, traffic.packets(), traffic.bytes()));
                }
            }
        }
        return rows;
    }
}
