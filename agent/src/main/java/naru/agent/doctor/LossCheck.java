package naru.agent.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is being lost or refused while the doctor looks; what is over is in {@code status}. */
public final class LossCheck implements Check {

    private final Supplier<Counters> counters;
    private final Duration watch;

    /**
     * Numbers that only grow.
     *
     * @param events that did not fit into the ring buffer
     * @param quota connections refused because their endpoint had used up its places
     * @param full connections refused because the table had no place
     */
    public record Counters(long events, long quota, long full) {}

    /**
     * @param watch how long it looks
     */
    public LossCheck(Supplier<Counters> counters, Duration watch) {
        this.counters = counters;
        this.watch = watch;
    }

    @Override
    public String name() {
        return "losses";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Counters before = counters.get();
        Thread.sleep(watch);
        Counters after = counters.get();
        Map<String, Long> grown = new LinkedHashMap<>();
        grown.put("events", after.events - before.events);
        grown.put("quota", after.quota - before.quota);
        grown.put("full", after.full - before.full);
        List<Finding> found = new ArrayList<>();
        grown.forEach(
                (what, count) -> {
                    if (count > 0) {
                        found.add(finding(what, count));
                    }
                });
        return found;
    }

    private Finding finding(String what, long count) {
        String evidence = count + " in " + watch.toMillis() + " ms";
        return switch (what) {
            case "events" ->
                    new Finding(
                            name(),
                            "events are being lost: monitor does not show all that happens",
                            "events_map",
                            evidence,
                            "more happens than this agent can read; packets are not affected",
                            "see what floods: naru monitor --type drop; give the agent more CPU");
            case "quota" ->
                    new Finding(
                            name(),
                            "new connections are refused: an endpoint has used up its places",
                            "flow_map4",
                            evidence + " (Flow quota of endpoint used up)",
                            "somebody begins very many connections",
                            "naru monitor --type drop names the endpoint; naru bpf ct list shows"
                                    + " its connections");
            default ->
                    new Finding(
                            name(),
                            "new connections are refused: the table of connections is full",
                            "flow_map4",
                            evidence + " (CT: Map insertion failed)",
                            "there are more connections than the table holds",
                            "naru bpf ct list shows whose they are");
        };
    }
}
