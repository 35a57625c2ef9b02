package naru.agent.ops;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import naru.agent.repair.RepairLog;
import naru.agent.repair.Sweep;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Repairs;

/** What the repair log says, as it passes over the socket. */
final class RepairReport {

    /** More than a status shows nobody needs to carry. */
    private static final int SHOWN = 16;

    private RepairReport() {}

    static Repairs of(RepairLog log) {
        Map<String, Long> kinds = new TreeMap<>();
        log.counts().forEach((kind, count) -> kinds.put(kind.text(), count));
        return new Repairs(
                kinds.values().stream().mapToLong(Long::longValue).sum(),
                kinds,
                log.recent().stream().limit(SHOWN).map(RepairReport::repair).toList(),
                log.lastSweep().map(sweep -> sweep.time().toString()).orElse(""),
                log.lastSweep().map(Sweep::took).map(RepairReport::millis).orElse(0.0));
    }

    private static Repair repair(naru.agent.repair.Repair repair) {
        return new Repair(
                repair.time().toString(),
                repair.kind().text(),
                repair.where(),
                repair.found(),
                repair.done());
    }

    private static double millis(Duration took) {
        return Math.round(took.toNanos() / 1e4) / 100.0;
    }
}
