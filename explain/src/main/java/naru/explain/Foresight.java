package naru.explain;

import java.util.HashSet;
import java.util.List;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.model.IgnoredLabels;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.ObjectKey;

/**
 * Compilers for what is not in force here: what another node's agent makes of the same objects
 * (that node's kernel remains unseen), and what a change would make of them.
 */
final class Foresight {

    private final Compiler cluster;
    private final IgnoredLabels ignoredLabels;
    private final boolean atOnce;

    /** The answer takes a compiler that is not there yet, and whoever asks can't wait for one. */
    static final class TakesLonger extends RuntimeException {
        private static final long serialVersionUID = 1;

        TakesLonger() {
            super("it takes another compiler", null, false, false);
        }
    }

    /**
     * @param atOnce no compilers are made: {@link TakesLonger} instead
     */
    Foresight(Compiler cluster, IgnoredLabels ignoredLabels, boolean atOnce) {
        this.cluster = cluster;
        this.ignoredLabels = ignoredLabels;
        this.atOnce = atOnce;
    }

    /** What a compiler would make of one policy more. */
    Compiler with(NetworkPolicy policy, Compiler before) {
        refuseIfAtOnce();
        Compiler after = before.copy();
        after.put(policy);
        after.drain();
        return after;
    }

    private void refuseIfAtOnce() {
        if (atOnce) {
            throw new TakesLonger();
        }
    }

    /** With endpoints for the ends of the question only: others do not change the answer. */
    Compiler compilerOf(String nodeName, Question question) {
        refuseIfAtOnce();
        Compiler compiler = new Compiler(nodeName, Numbering.EMPTY, ignoredLabels);
        cluster.objects().forEach(compiler::put);
        cluster.object(new ObjectKey(ObjectKey.Kind.NODE, "", nodeName))
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .ifPresent(node -> compiler.setOwnAddresses(new HashSet<>(node.addresses())));
        int slot = 1;
        for (End end : List.of(question.source(), question.destination())) {
            if (end instanceof End.Pod pod && pod.node().equals(nodeName)) {
                compiler.putEndpoint(slot++, pod.key(), pod.address().orElseThrow());
            }
        }
        compiler.drain();
        return compiler;
    }
}
