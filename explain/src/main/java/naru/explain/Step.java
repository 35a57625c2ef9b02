package naru.explain;

import java.util.List;

/**
 * What happens to the packet at one place.
 *
 * @param name e.g. {@code ingress policy}
 * @param decidedBy what made the entry that decides
 * @param isolatedBy for a default-deny: the policies that isolate
 * @param closest for a default-deny: the rule that differs least and in what; else empty
 */
public record Step(
        String name,
        Verdict verdict,
        String finding,
        List<String> decidedBy,
        List<String> isolatedBy,
        String closest,
        List<Quote> evidence) {

    public Step {
        decidedBy = List.copyOf(decidedBy);
        isolatedBy = List.copyOf(isolatedBy);
        evidence = List.copyOf(evidence);
    }

    /** A step without policy. */
    public static Step of(String name, Verdict verdict, String finding, Quote... evidence) {
        return of(name, verdict, finding, List.of(evidence));
    }

    /** The same. */
    public static Step of(String name, Verdict verdict, String finding, List<Quote> evidence) {
        return new Step(name, verdict, finding, List.of(), List.of(), "", evidence);
    }
}
