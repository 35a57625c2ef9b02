package naru.explain;

import java.util.Optional;
import naru.compile.Compiler;

/**
 * A node as far as it is known here.
 *
 * @param desired what follows from the cluster's objects for that node
 * @param facts its kernel; empty for another node than the agent's
 */
public record Place(String node, Compiler desired, Optional<KernelFacts> facts) {

    public Confidence confidence() {
        return facts.isPresent() ? Confidence.SEEN : Confidence.INFERRED;
    }
}
