package naru.explain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.compile.Compiler;
import naru.explain.layer.Layers;

/** Answers questions about connections, at one node. */
public final class Explainer {

    private final String node;
    private final Set<String> ignoredLabels;
    private final List<Layer> layers;

    /**
     * @param ignoredLabels as the agent's compiler has them
     */
    public Explainer(String node, Set<String> ignoredLabels) {
        this(node, ignoredLabels, Layers.ALL);
    }

    Explainer(String node, Set<String> ignoredLabels, List<Layer> layers) {
        this.node = node;
        this.ignoredLabels = Set.copyOf(ignoredLabels);
        this.layers = List.copyOf(layers);
    }

    /**
     * Walks the way of the packet.
     *
     * @param cluster this node's compiler; nobody changes it meanwhile
     * @param facts this node's kernel
     * @param port 0: none, which asks about ICMP
     * @param protocol tcp, udp, sctp or icmp; empty: tcp with a port, else icmp
     * @throws QuestionException if the question names what does not exist
     */
    public Explanation explain(
            Compiler cluster,
            KernelFacts facts,
            String source,
            String destination,
            int port,
            String protocol)
            throws QuestionException {
        Question question = new Ends(cluster, node).question(source, destination, port, protocol);
        Place here = new Place(node, cluster, Optional.of(facts));
        Walk walk = new Walk(question, here, new Foresight(cluster, ignoredLabels));
        if (walk.endsHaveAddresses()) {
            layers.forEach(layer -> layer.walk(walk));
        }
        return walk.finish();
    }
}
