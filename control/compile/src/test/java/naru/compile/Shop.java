package naru.compile;

import static naru.compile.Manifests.ip;
import static naru.compile.Manifests.namespace;
import static naru.compile.Manifests.node;
import static naru.compile.Manifests.pod;

import java.util.List;
import java.util.Optional;
import naru.model.ClusterObject;
import naru.model.IgnoredLabels;
import naru.model.NetworkPolicy.Direction;
import naru.model.Pod;
import naru.naive.Attempt;

/**
 * A small cluster, seen from node n1: namespace shop with web (slot 1), db (slot 2) on n1 and cart
 * on n2, namespace bank with teller on n2.
 */
final class Shop {

    static final Pod WEB = pod("shop/web", "app=web", "n1", "10.244.1.1", "http=8080/TCP");
    static final Pod DB = pod("shop/db", "app=db", "n1", "10.244.1.2", "sql=5432/TCP,http=80/TCP");
    static final Pod CART =
            pod("shop/cart", "app=cart,tier=back", "n2", "10.244.2.1", "http=9090/TCP");
    static final Pod TELLER = pod("bank/teller", "app=web", "n2", "10.244.2.2", "");

    final Compiler compiler;

    Shop() {
        this(new Compiler("n1", Numbering.EMPTY, IgnoredLabels.DEFAULTS));
    }

    Shop(Compiler compiler) {
        this.compiler = compiler;
        with(
                node("n1", "172.18.0.11", "10.244.1.0/24"),
                node("n2", "172.18.0.12", "10.244.2.0/24"),
                namespace("shop", "team=red"),
                namespace("bank", "team=blue"),
                WEB,
                DB,
                CART,
                TELLER);
        compiler.putEndpoint(1, WEB.key(), ip("10.244.1.1"));
        compiler.putEndpoint(2, DB.key(), ip("10.244.1.2"));
        drain();
    }

    /** Adds objects; what changed is drained and returned. */
    Delta with(ClusterObject... objects) {
        List.of(objects).forEach(compiler::put);
        return drain();
    }

    Delta without(ClusterObject... objects) {
        List.of(objects).forEach(object -> compiler.remove(object.key()));
        return drain();
    }

    /** What is to be done, and what is left to be removed when that is done. */
    private Delta drain() {
        Delta delta = compiler.drain();
        while (!compiler.settled()) {
            Delta rest = compiler.drain();
            delta.policyRemovals().addAll(rest.policyRemovals());
            delta.blockRemovals().addAll(rest.blockRemovals());
        }
        return delta;
    }

    int identity(Pod pod) {
        return compiler.identities().stream()
                .filter(
                        i ->
                                i.labels().namespace().equals(pod.namespace())
                                        && i.labels()
                                                .labels()
                                                .entrySet()
                                                .containsAll(pod.labels().entrySet())
                                        && i.labels().labels().size() == pod.labels().size())
                .map(Identity::number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no identity for " + pod));
    }

    int policySet(int slot) {
        return compiler.endpoint(slot).orElseThrow().policySet();
    }

    /**
     * Entries of an endpoint in a direction but that for the local host, as text: peer, ports,
     * origins.
     */
    List<String> entries(int slot, Direction direction) {
        return compiler.policyEntries(policySet(slot)).entrySet().stream()
                .filter(e -> e.getKey().direction() == direction && e.getKey().identity() != 1)
                .map(
                        e ->
                                peer(e.getKey())
                                        + " "
                                        + e.getKey().ports()
                                        + " "
                                        + compiler.origins(e.getValue().rule()))
                .sorted()
                .toList();
    }

    private String peer(PolicyKey key) {
        String block = key.blockSet() == 0 ? "" : compiler.blockSet(key.blockSet()).toString();
        if (key.identity() == 0) {
            return block.isEmpty() ? "anybody" : block;
        }
        Optional<Identity> identity = compiler.identity(key.identity());
        return identity.map(i -> i.labels().namespace() + i.labels().labels())
                        .orElse(Identity.text(key.identity()))
                + block;
    }

    Connection connect(String source, String destination, int protocol, int port) {
        return new Evaluator(compiler).connection(ip(source), ip(destination), protocol, port);
    }

    boolean tcp(String source, String destination, int port) {
        return connect(source, destination, 6, port).allowed();
    }

    boolean ping(String source, String destination) {
        return connect(source, destination, Attempt.ICMP, 0).allowed();
    }
}
