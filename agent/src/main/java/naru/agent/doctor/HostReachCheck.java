package naru.agent.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.explain.Explainer.Asked;
import naru.explain.Explanation;
import naru.explain.Explanation.Outcome;
import naru.explain.Fix;
import naru.explain.Quote;
import naru.explain.cause.Cause;

/**
 * Whether this node reaches each of its pods, by the walk that {@code explain} makes: routes,
 * programs, host identity and the rules that may mark or drop, policy, and what the programs
 * themselves answer to a dry run.
 */
public final class HostReachCheck implements Check {

    private static final int NAMED = 3;

    private final LocalPods pods;
    private final Explaining explaining;

    /** Who answers questions. */
    @FunctionalInterface
    public interface Explaining {

        /** The answers, in the order of the questions; those that can't be asked are left out. */
        List<Explanation> ask(List<Asked> questions) throws Exception;
    }

    public HostReachCheck(LocalPods pods, Explaining explaining) {
        this.pods = pods;
        this.explaining = explaining;
    }

    @Override
    public String name() {
        return "host-reaches-pods";
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Asked> questions =
                pods.all().stream()
                        .filter(pod -> pod.record().podKey().isPresent())
                        .map(pod -> new Asked("kubelet", pod.record().name(), 0, ""))
                        .toList();
        Map<List<String>, List<Explanation>> byCause = new LinkedHashMap<>();
        for (Explanation answer : explaining.ask(questions)) {
            if (answer.outcome() == Outcome.DENIED) {
                byCause.computeIfAbsent(kinds(answer), _ -> new ArrayList<>()).add(answer);
            }
        }
        return byCause.values().stream().map(this::finding).toList();
    }

    private static List<String> kinds(Explanation answer) {
        return answer.causes().stream().map(Cause::kind).toList();
    }

    private Finding finding(List<Explanation> alike) {
        Explanation one = alike.getFirst();
        String names =
                alike.stream()
                        .limit(NAMED)
                        .map(e -> e.question().destination().name())
                        .collect(Collectors.joining(", "));
        String more = alike.size() > NAMED ? " and " + (alike.size() - NAMED) + " more" : "";
        return new Finding(
                name(),
                "probes of this node do not reach their pods",
                names + more,
                one.causes().stream()
                        .flatMap(cause -> cause.evidence().stream())
                        .map(HostReachCheck::text)
                        .distinct()
                        .limit(NAMED)
                        .collect(Collectors.joining("\n")),
                one.causes().stream().map(Cause::sentence).collect(Collectors.joining("\n")),
                one.fixes().stream()
                        .findFirst()
                        .map(HostReachCheck::text)
                        .orElse("naru explain kubelet " + one.question().destination().name()));
    }

    private static String text(Quote quote) {
        return quote.source() + ": " + String.join("\n", quote.lines());
    }

    private static String text(Fix fix) {
        return Stream.concat(Stream.of(fix.what()), fix.change().stream())
                .collect(Collectors.joining("\n"));
    }
}
