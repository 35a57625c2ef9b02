package naru.explain;

import java.util.HashSet;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;

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

    Compiler compilerOf(String nodeName) {
        Compiler compiler = new Compiler(nodeName, Numbering.EMPTY, ignoredLabels);
        cluster.objects().forEach(compiler::put);
        cluster.object(new ObjectKey(ObjectKey.Kind.NODE, "", nodeName))
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .ifPresent(node -> compiler.setOwnAddresses(new HashSet<>(node.addresses())));
        int slot = 1;
        for (ClusterObject object : cluster.objects()) {
            if (object instanceof Pod pod && attached(pod, nodeName)) {
                for (Ipv4Address address : pod.addresses()) {
                    compiler.putEndpoint(slot++, pod.key(), address);
                }
            }
        }
        compiler.drain();
        return compiler;
    }

    private static boolean attached(Pod pod, String nodeName) {
        return pod.nodeName().equals(nodeName) && !pod.hostNetwork() && !pod.finished();
    }
}
