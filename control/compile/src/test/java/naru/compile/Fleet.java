package naru.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import naru.compile.Connection.End;
import naru.model.ClusterObject;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.naive.Answer;
import naru.naive.Attempt;
import naru.naive.generate.Change;

/**
 * A compiler for each node, all told of the same events, with an endpoint for each pod that runs.
 */
final class Fleet {

    private final Map<String, Compiler> compilers = new TreeMap<>();
    private final Map<ObjectKey, Integer> slots = new HashMap<>();

    Fleet(List<String> nodes, Function<String, Compiler> maker) {
        nodes.forEach(node -> compilers.put(node, maker.apply(node)));
    }

    static Fleet of(List<String> nodes) {
        return new Fleet(
                nodes, node -> new Compiler(node, Numbering.EMPTY, IgnoredLabels.DEFAULTS));
    }

    Compiler at(String node) {
        Compiler compiler = compilers.get(node);
        if (compiler == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return compiler;
    }

    List<String> nodes() {
        return List.copyOf(compilers.keySet());
    }

    void tell(Change change) {
        switch (change) {
            case Change.Put(var object) ->
                    compilers.values().forEach(compiler -> compiler.put(object));
            case Change.Remove(var key) ->
                    compilers.values().forEach(compiler -> compiler.remove(key));
        }
        if (change.key().kind() == ObjectKey.Kind.POD) {
            Optional<Pod> pod =
                    change instanceof Change.Put(Pod p) ? Optional.of(p) : Optional.empty();
            compilers.forEach((node, compiler) -> attach(node, compiler, change.key(), pod));
        }
    }

    private void attach(String node, Compiler compiler, ObjectKey key, Optional<Pod> pod) {
        int slot = slots.computeIfAbsent(key, k -> slots.size() + 1);
        Optional<Ipv4Address> address =
                pod.filter(p -> p.nodeName().equals(node) && !p.hostNetwork() && !p.finished())
                        .flatMap(p -> p.addresses().stream().findFirst());
        address.ifPresentOrElse(
                a -> compiler.putEndpoint(slot, key, a), () -> compiler.removeEndpoint(slot));
    }

    /**
     * A compiler that learns all at once, in that order, what the one of this node learned bit by
     * bit.
     */
    Compiler fromScratch(String node, List<ClusterObject> objects) {
        Fleet fresh = Fleet.of(List.of(node));
        fresh.slots.putAll(slots);
        objects.forEach(object -> fresh.tell(new Change.Put(object)));
        drain(fresh.at(node));
        return fresh.at(node);
    }

    void drain() {
        compilers.values().forEach(Fleet::drain);
    }

    static void drain(Compiler compiler) {
        do {
            compiler.drain();
        } while (!compiler.settled());
    }

    /** What the nodes of both ends decide together. */
    Answer ask(Attempt attempt) {
        List<Connection> views = new ArrayList<>();
        compilers
                .values()
                .forEach(
                        compiler ->
                                views.add(
                                        new Evaluator(compiler)
                                                .connection(
                                                        attempt.source(),
                                                        attempt.destination(),
                                                        attempt.protocol(),
                                                        attempt.port())));
        return new Answer(
                views.stream().flatMap(c -> c.egress().stream()).allMatch(Decision::allowed),
                views.stream().flatMap(c -> c.ingress().stream()).allMatch(Decision::allowed));
    }

    /** Why, for a failed test. */
    String explain(Attempt attempt) {
        StringBuilder text = new StringBuilder();
        compilers.forEach(
                (node, compiler) -> {
                    Connection c =
                            new Evaluator(compiler)
                                    .connection(
                                            attempt.source(),
                                            attempt.destination(),
                                            attempt.protocol(),
                                            attempt.port());
                    text.append(
                            "%n%s: %s -> %s%n  egress %s%n  ingress %s"
                                    .formatted(
                                            node,
                                            text(compiler, c.source()),
                                            text(compiler, c.destination()),
                                            c.egress(),
                                            c.ingress()));
                });
        return text.toString();
    }

    private static String text(Compiler compiler, End end) {
        Set<?> blocks = compiler.blockSet(end.blockSet());
        return end.address() + " " + compiler.identity(end.identity()) + " blocks " + blocks;
    }
}
