package naru.explain;

import java.util.List;

/**
 * A place that the packet passes.
 *
 * @param key the same in every agent's answer, e.g. {@code n1/pod_ingress}
 * @param node empty outside the cluster
 * @param place for people
 */
public record Hop(String key, String node, String place, Confidence confidence, List<Step> steps) {

    public Hop {
        steps = List.copyOf(steps);
    }

    /** The worst of its steps. */
    public Verdict verdict() {
        Verdict worst = Verdict.PASS;
        for (Step step : steps) {
            if (step.verdict() == Verdict.DROP || step.verdict() == Verdict.NOT_REACHED) {
                return step.verdict();
            }
            worst = step.verdict() == Verdict.UNKNOWN ? Verdict.UNKNOWN : worst;
        }
        return worst;
    }
}
