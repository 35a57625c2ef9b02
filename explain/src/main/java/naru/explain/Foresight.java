package naru.explain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.model.Node;
import naru.model.ObjectKey;

/**
 * What another node's agent makes of the same objects: its compiler, run here. That node's kernel
 * remains unseen.
 */
final class Foresight {

    private final Compiler cluster;
    private final Set<String> ignoredLabels;

    Foresight(Compiler cluster, Set<String> ignoredLabels) {
        this.cluster = cluster;
        this.ignoredLabels = ignoredLabels;
    }

    /** With endpoints for the ends of the question only: others do not change the answer. */
    Compiler compilerOf(String nodeName, Question question) {
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
