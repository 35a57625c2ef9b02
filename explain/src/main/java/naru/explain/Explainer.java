package naru.explain;

import java.util.List;
import java.util.Optional;
import naru.compile.Compiler;
import naru.compile.Snapshot;
import naru.explain.layer.Layers;
import naru.model.IgnoredLabels;

/** Answers questions about connections, at one node. */
public final class Explainer {

    /**
     * A question in people's words.
     *
     * @param port 0: none, which asks about ICMP
     * @param protocol tcp, udp, sctp or icmp; empty: tcp with a port, else icmp
     */
    public record Asked(String source, String destination, int port, String protocol) {}

    private final String node;
    private final IgnoredLabels ignoredLabels;
    private final List<Layer> layers;

    /**
     * @param ignoredLabels as the agent's compiler has them
     */
    public Explainer(String node, IgnoredLabels ignoredLabels) {
        this(node, ignoredLabels, Layers.ALL);
    }

    Explainer(String node, IgnoredLabels ignoredLabels, List<Layer> layers) {
        this.node = node;
        this.ignoredLabels = ignoredLabels;
        this.layers = List.copyOf(layers);
    }

    /**
     * Walks the way of the packet.
     *
     * @param cluster this node's compiler; nobody changes it meanwhile
     * @param facts this node's kernel
     * @throws QuestionException if the question names what does not exist
     */
    public Explanation explain(Compiler cluster, KernelFacts facts, Asked asked)
            throws QuestionException {
        return walk(cluster, facts, asked, new Foresight(cluster, ignoredLabels, false));
    }

    /**
     * As {@link #explain}, if that takes no more than to look at tables. What another node makes of
     * the cluster, and what a change would, takes as long as to compile all of it; empty then.
     */
    public Optional<Explanation> explainAtOnce(Compiler cluster, KernelFacts facts, Asked asked)
            throws QuestionException {
        try {
            return Optional.of(
                    walk(cluster, facts, asked, new Foresight(cluster, ignoredLabels, true)));
        } catch (Foresight.TakesLonger e) {
            return Optional.empty();
        }
    }

    /** A compiler that answers the question as the whole cluster's would, for one asker. */
    public Compiler extract(Snapshot snapshot, Asked asked) {
        return snapshot.compiler(new Extract(node, asked.source(), asked.destination()));
    }

    private Explanation walk(Compiler cluster, KernelFacts facts, Asked asked, Foresight foresight)
            throws QuestionException {
        Question question =
                new Ends(cluster, node)
                        .question(
                                asked.source(),
                                asked.destination(),
                                asked.port(),
                                asked.protocol());
        Place here = new Place(node, cluster, Optional.of(facts));
        Walk walk = new Walk(question, here, foresight);
        if (walk.endsHaveAddresses()) {
            layers.forEach(layer -> layer.walk(walk));
        }
        return walk.finish();
    }
}
