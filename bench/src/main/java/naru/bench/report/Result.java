package naru.bench.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came out for one thing at one subject.
 *
 * @param group results that share a base, and a table: {@code one node}
 * @param what was measured: {@code TCP request/response}
 * @param subject whose it is: {@code naru, 1 entry}
 * @param unit of the values: {@code µs CPU a round trip}
 * @param base what ratios are to; empty without one
 * @param figure the one that limits are about; for packets with client and server on one CPU
 * @param twoCpus with client and server on a CPU each; missing where that means nothing
 * @param limit missing if there is none
 * @param lost what failed or got lost on the way
 */
public record Result(
        String group,
        String what,
        String subject,
        String unit,
        String base,
        Figure figure,
        @Nullable Figure twoCpus,
        @Nullable Limit limit,
        long lost) {

    /** {@code ok} or {@code over}; empty without a limit. */
    public String verdict() {
        if (limit == null) {
            return "";
        }
        return compared() <= limit.most() ? "ok" : "over";
    }

    private double compared() {
        Limit known = Objects.requireNonNull(limit);
        return switch (known.of()) {
            case VALUE -> figure.amount().value();
            case RATIO -> Objects.requireNonNull(figure.ratio()).value();
        };
    }
}
