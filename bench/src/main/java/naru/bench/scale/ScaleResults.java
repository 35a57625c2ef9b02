package naru.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Result;
import naru.bench.scale.BroadPolicy.Cost;
import naru.bench.scale.Cluster.Size;
import org.jspecify.annotations.Nullable;

/** What the compiler costs in a large cluster, beside a small one. */
public final class ScaleResults {

    private static final double MILLIS_OF_SECOND = 1000;
    private static final double BYTES_OF_KIB = 1024;
    private static final double BYTES_OF_MIB = BYTES_OF_KIB * BYTES_OF_KIB;

    /** For events of pods and labels: as in a small cluster, but for longer numbers in texts. */
    private static final Limit SAME = Limit.ratio(1.25);

    private static final int IDENTITIES = 50_000;
    private static final int LOCAL = 100;
    private static final String BROAD =
            "a policy of %d pods among %,d identities".formatted(LOCAL, IDENTITIES);

    private final String group;
    private final Size large;

    /**
     * @param large the large cluster
     */
    public ScaleResults(Size large) {
        this.large = large;
        this.group =
                "compiler of one node, %,d policies, %,d nodes, %,d pods"
                        .formatted(large.policies(), large.nodes(), large.pods());
    }

    /** Builds both clusters' tables, and lets the same happen in both. */
    public List<Result> measure() {
        Map<String, EventCost> before = new CompileScale(CompileScale.SMALL).events();
        CompileScale scale = new CompileScale(large);
        CompileScale.Built built = scale.built();
        List<Result> results = new ArrayList<>();
        results.add(built("processor time", "s", built.cpuMillis() / MILLIS_OF_SECOND, 10));
        results.add(built("heap after it", "MiB", built.heapBytes() / BYTES_OF_MIB, 400));
        Map<String, EventCost> events = scale.events();
        events.forEach(
                (event, cost) ->
                        results.add(
                                event(
                                        "memory allocated for an event",
                                        "KiB",
                                        event,
                                        before.get(event),
                                        cost,
                                        one -> one.allocatedBytes() / BYTES_OF_KIB,
                                        event.contains("pod") ? SAME : null)));
        events.forEach(
                (event, cost) ->
                        results.add(
                                event(
                                        "selectors evaluated for an event",
                                        "times",
                                        event,
                                        before.get(event),
                                        cost,
                                        EventCost::selectorEvaluations,
                                        null)));
        new BroadPolicy(IDENTITIES, LOCAL)
                .costs()
                .forEach((peers, cost) -> results.addAll(broad(peers, cost)));
        return results;
    }

    private static List<Result> broad(String peers, Cost cost) {
        return List.of(
                one(BROAD, "entries of the policy set", peers, "entries", cost.entries(), null),
                one(BROAD, "compiled", peers, "ms CPU", cost.cpuMillis(), Limit.value(1000)));
    }

    private static Result one(
            String group,
            String what,
            String whose,
            String unit,
            double value,
            @Nullable Limit limit) {
        Figure figure = Figure.of(new double[] {value});
        return new Result(group, what, whose, unit, "", figure, null, limit, 0);
    }

    private Result built(String whose, String unit, double value, double most) {
        String what = "all tables built from nothing";
        return one(group, what, whose, unit, value, Limit.value(most));
    }

    private Result event(
            String what,
            String unit,
            String event,
            @Nullable EventCost small,
            EventCost cost,
            ToDoubleFunction<EventCost> number,
            @Nullable Limit limit) {
        double[] now = {number.applyAsDouble(cost)};
        double before = small == null ? 0 : number.applyAsDouble(small);
        Figure figure = before == 0 ? Figure.of(now) : Figure.compared(now, new double[] {before});
        return new Result(
                group,
                what,
                event,
                unit,
                "the same with %d pods".formatted(CompileScale.SMALL.pods()),
                figure,
                null,
                before == 0 ? null : limit,
                0);
    }
}
