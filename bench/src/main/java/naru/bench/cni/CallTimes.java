package naru.bench.cni;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Result;
import org.jspecify.annotations.Nullable;

/** How long calls took, in milliseconds a pod, by verb and plugin, in the order of the rounds. */
final class CallTimes {

    private static final Map<String, Limit> LIMITS =
            Map.of("ADD", Limit.ratio(0.45), "DEL", Limit.ratio(0.30));

    private final String group;
    private final Map<String, List<Double>> times = new HashMap<>();

    CallTimes(String group) {
        this.group = group;
    }

    void add(String verb, Subject subject, double millis) {
        times.computeIfAbsent(verb + subject.name(), _ -> new ArrayList<>()).add(millis);
    }

    /**
     * @param base what others are compared with; missing: nothing is
     */
    List<Result> results(List<Subject> subjects, @Nullable Subject base) {
        List<Result> results = new ArrayList<>();
        for (String verb : List.of("ADD", "DEL")) {
            for (Subject subject : subjects) {
                results.add(result(verb, subject, base));
            }
        }
        return results;
    }

    private Result result(String verb, Subject subject, @Nullable Subject base) {
        double[] own = values(verb, subject);
        boolean isBase = subject.equals(base);
        return new Result(
                group,
                verb,
                subject.name(),
                "ms/pod",
                base == null ? "" : base.name(),
                base == null || isBase ? Figure.of(own) : Figure.compared(own, values(verb, base)),
                null,
                base != null && subject.kubernetes() ? LIMITS.get(verb) : null,
                0);
    }

    private double[] values(String verb, Subject subject) {
        return times.getOrDefault(verb + subject.name(), List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
