package naru.agent.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Names what a reading holds, in the words of Prometheus: base units, {@code _total} for what only
 * grows, one name for what may be summed over its labels.
 */
final class Families {

    private final PrometheusRegistry registry;
    private final Supplier<Reading> reading;

    private Families(PrometheusRegistry registry, Supplier<Reading> reading) {
        this.registry = registry;
        this.reading = reading;
    }

    /** Takes one number; labels in the order of the family's names. */
    @FunctionalInterface
    private interface Sample {
        void take(double value, String... labels);
    }

    private static String[] labels(String... names) {
        return names;
    }

    /**
     * @param reading what the scrape that goes on has read
     */
    static void register(PrometheusRegistry registry, Supplier<Reading> reading) {
        Families families = new Families(registry, reading);
        families.dropped();
        families.forwarded();
        families.events();
        families.tables();
        families.policy();
        families.node();
        families.agent();
        families.work();
        families.repairs();
    }

    private void dropped() {
        counter(
                "naru_dropped_packets",
                "Packets that were dropped, by reason and direction.",
                labels("reason", "direction"),
                (now, to) ->
                        now.dropped()
                                .forEach(
                                        d ->
                                                to.take(
                                                        d.traffic().packets(),
                                                        d.reason(),
                                                        d.direction())));
        counter(
                "naru_dropped_bytes",
                "Bytes of packets that were dropped, by reason and direction.",
                Unit.BYTES,
                labels("reason", "direction"),
                (now, to) ->
                        now.dropped()
                                .forEach(
                                        d ->
                                                to.take(
                                                        d.traffic().bytes(),
                                                        d.reason(),
                                                        d.direction())));
    }

    private void forwarded() {
        counter(
                "naru_forwarded_packets",
                "Packets that went on. Path fast: by their connection's entry alone; else full.",
                labels("direction", "path"),
                (now, to) ->
                        now.passed()
                                .forEach(
                                        p ->
                                                to.take(
                                                        p.traffic().packets(),
                                                        p.direction(),
                                                        p.path())));
        counter(
                "naru_forwarded_bytes",
                "Bytes of packets that went on.",
                Unit.BYTES,
                labels("direction", "path"),
                (now, to) ->
                        now.passed()
                                .forEach(
                                        p ->
                                                to.take(
                                                        p.traffic().bytes(),
                                                        p.direction(),
                                                        p.path())));
    }

    private void events() {
        counter(
                "naru_events_read",
                "Events of the datapath that this agent has read.",
                labels(),
                (now, to) -> to.take(now.events().read()));
        counter(
                "naru_events_lost",
                "Events that were lost: the ring was full, or who watches was too slow.",
                labels("where"),
                (now, to) -> {
                    to.take(now.events().ringFull(), "ring");
                    to.take(now.events().watcherSlow(), "watcher");
                });
        counter(
                "naru_events_unreported_packets",
                "Packets without an event, because their endpoint had used up its share.",
                labels(),
                (now, to) -> to.take(now.events().unreported()));
    }

    private void tables() {
        gauge(
                "naru_map_entries",
                "Entries of a map in the kernel.",
                labels("map"),
                (now, to) -> now.tables().forEach(t -> to.take(t.entries(), t.name())));
        gauge(
                "naru_map_max_entries",
                "Entries that a map can hold.",
                labels("map"),
                (now, to) -> now.tables().forEach(t -> to.take(t.limit(), t.name())));
        gauge(
                "naru_map_memory_bytes",
                "What the kernel takes for a map.",
                Unit.BYTES,
                labels("map"),
                (now, to) -> now.tables().forEach(t -> to.take(t.bytes(), t.name())));
    }

    private void policy() {
        gauge(
                "naru_endpoints",
                "Pods of this node by state: ready, init (labels not known), closed.",
                labels("state"),
                (now, to) -> now.endpoints().forEach((state, count) -> to.take(count, state)));
        gauge(
                "naru_identities",
                "Different sets of labels that pods of the cluster have.",
                labels(),
                (now, to) -> to.take(now.policy().identities()));
        gauge(
                "naru_policy_sets",
                "Different sets of policies that endpoints of this node are under.",
                labels(),
                (now, to) -> to.take(now.policy().sets()));
    }

    private void node() {
        gauge(
                "naru_ipam_addresses",
                "Pod addresses of this node by state: used, free, cooling (freed not long ago).",
                labels("state"),
                (now, to) -> {
                    to.take(now.addresses().used(), "used");
                    to.take(now.addresses().free(), "free");
                    to.take(now.addresses().cooling(), "cooling");
                });
        gauge(
                "naru_manifest_revision",
                "Revision of the manifests: the newest seen, and the newest in force.",
                labels("state"),
                (now, to) -> {
                    to.take(now.work().seen(), "seen");
                    to.take(now.work().applied(), "applied");
                });
    }

    private void agent() {
        gauge(
                "naru_agent_info",
                "The agent's version and how it works; always 1.",
                labels("version", "node", "host_identity", "attach"),
                (now, to) ->
                        to.take(
                                1,
                                now.who().version(),
                                now.who().node(),
                                now.who().hostIdentity(),
                                now.who().attach()));
        gauge(
                "naru_agent_start_time_seconds",
                "When the agent started, since 1970.",
                Unit.SECONDS,
                labels(),
                (now, to) -> to.take(seconds(now.who().started())));
    }

    private void work() {
        counter(
                "naru_reconcile_rounds",
                "Batches of work that the agent has done.",
                labels(),
                (now, to) -> to.take(now.work().rounds()));
        counter(
                "naru_reconcile_errors",
                "Batches after which the kernel could not be made to agree.",
                labels(),
                (now, to) -> to.take(now.work().failures()));
        gauge(
                "naru_problems",
                "What naru status lists as problems, by who found it.",
                labels("source"),
                (now, to) -> now.problems().forEach((source, n) -> to.take(n, source)));
    }

    private void repairs() {
        counter(
                "naru_repairs",
                "What was found changed and put back, by kind.",
                labels("kind"),
                (now, to) -> now.repairs().forEach((kind, n) -> to.take(n, kind)));
        gauge(
                "naru_last_sweep_timestamp_seconds",
                "When the agent last looked at all that the kernel tells no events of, since 1970.",
                Unit.SECONDS,
                labels(),
                (now, to) -> now.lastSweep().ifPresent(s -> to.take(seconds(s.time()))));
        gauge(
                "naru_last_sweep_duration_seconds",
                "How long that took.",
                Unit.SECONDS,
                labels(),
                (now, to) -> now.lastSweep().ifPresent(s -> to.take(s.took().toNanos() / 1e9)));
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    /** Of something that is counted in no unit. */
    private void counter(
            String name, String help, String[] labels, BiConsumer<Reading, Sample> fill) {
        register(counter(name, help, labels), fill);
    }

    private void counter(
            String name,
            String help,
            Unit unit,
            String[] labels,
            BiConsumer<Reading, Sample> fill) {
        register(counter(name, help, labels).unit(unit), fill);
    }

    private static CounterWithCallback.Builder counter(String name, String help, String[] labels) {
        return CounterWithCallback.builder().name(name).help(help).labelNames(labels);
    }

    private void register(CounterWithCallback.Builder counter, BiConsumer<Reading, Sample> fill) {
        counter.callback(out -> fill.accept(reading.get(), out::call)).register(registry);
    }

    /** Of something that is counted in no unit. */
    private void gauge(
            String name, String help, String[] labels, BiConsumer<Reading, Sample> fill) {
        register(gauge(name, help, labels), fill);
    }

    private void gauge(
            String name,
            String help,
            Unit unit,
            String[] labels,
            BiConsumer<Reading, Sample> fill) {
        register(gauge(name, help, labels).unit(unit), fill);
    }

    private static GaugeWithCallback.Builder gauge(String name, String help, String[] labels) {
        return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
    }

    private void register(GaugeWithCallback.Builder gauge, BiConsumer<Reading, Sample> fill) {
        gauge.callback(out -> fill.accept(reading.get(), out::call)).register(registry);
    }
}
