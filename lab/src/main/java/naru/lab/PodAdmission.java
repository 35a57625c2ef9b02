package naru.lab;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import naru.lab.cluster.Cluster.Stored;
import naru.lab.cluster.Refused;
import naru.lab.node.NodeRunner;
import naru.lab.pod.PodNode;
import naru.lab.pod.PodRunner;
import naru.lab.pod.PodSpec;
import naru.model.Ipv4Address;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.watch.manifest.ManifestObject;

/** Takes Pod manifests in: schedules, gives each its uid, decides whether it changes in place. */
final class PodAdmission {

    private static final System.Logger LOG = System.getLogger("naru.lab");

    /** A node whose agent is down longer holds nobody up. */
    private static final Duration CONFIRMATION_PATIENCE = Duration.ofSeconds(30);

    private final Lab lab;
    private final PodRemoval removal;
    private final List<PodRunner> created = new ArrayList<>();

    PodAdmission(Lab lab, PodRemoval removal) {
        this.lab = lab;
        this.removal = removal;
    }

    /** Stores the pod; returns what became of it. New ones begin with {@link #startCreated}. */
    String take(ManifestObject manifest, Pod wanted) throws Refused, IOException {
        if (lab.isLeaving(wanted.key())) {
            throw new Refused("the pod of this name is still being deleted");
        }
        Optional<PodRunner> existing = Optional.ofNullable(lab.pods().get(wanted.key()));
        String node = schedule(wanted, existing);
        if (existing.isPresent()) {
            Pod same = complete(wanted, node, existing.get().spec().pod().uid());
            PodSpec spec = PodSpec.of(same, manifest.raw());
            List<Ipv4Address> has = existing.get().status().addresses();
            if (!existing.get().spec().mustBeRecreatedFor(spec, has)) {
                return change(manifest, spec, existing.get());
            }
        }
        Pod fresh = complete(wanted, node, UUID.randomUUID().toString());
        PodSpec spec = PodSpec.of(fresh, manifest.raw());
        refuseWishes(fresh);
        lab.cluster().put(new Stored(fresh, withUid(manifest.raw(), fresh, now())));
        CompletableFuture<PodNode> ready = requireNonNull(lab.nodes().get(node)).ready();
        if (existing.isPresent()) {
            CompletableFuture<Void> gone =
                    removal.remove(existing.get()).thenRun(this::confirmEverywhere);
            ready = gone.thenCombine(ready, (_, there) -> there);
        }
        PodRunner runner = new PodRunner(lab.kubelet(), spec, ready);
        lab.pods().put(fresh.key(), runner);
        created.add(runner);
        return existing.isPresent() ? "recreated" : "created";
    }

    /** The new pod may get the old one's address: no node may take it for the old one then. */
    private void confirmEverywhere() {
        try {
            List<String> silent =
                    new Settling(lab).agents(Deadline.in(CONFIRMATION_PATIENCE), _ -> {});
            silent.forEach(who -> LOG.log(System.Logger.Level.WARNING, "not confirmed: {0}", who));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts what was taken in; to be called when the manifests are a revision. */
    void startCreated() {
        created.forEach(PodRunner::start);
        created.clear();
    }

    private String change(ManifestObject manifest, PodSpec spec, PodRunner runner)
            throws IOException {
        Stored before = lab.cluster().get(spec.pod().key()).orElseThrow();
        String born = before.raw().path("metadata").path("creationTimestamp").asText();
        ObjectNode raw = withUid(manifest.raw(), spec.pod(), born);
        if (before.raw().has("status")) {
            raw.set("status", before.raw().get("status"));
        }
        if (raw.equals(before.raw())) {
            return "unchanged";
        }
        lab.cluster().put(new Stored(spec.pod(), raw));
        runner.update(spec);
        return "configured";
    }

    private String schedule(Pod wanted, Optional<PodRunner> existing) throws Refused {
        if (!wanted.nodeName().isEmpty()) {
            if (lab.node(wanted.nodeName()).isEmpty()
                    || lab.isLeaving(nodeKey(wanted.nodeName()))) {
                throw new Refused("there is no node " + wanted.nodeName());
            }
            return wanted.nodeName();
        }
        if (existing.isPresent()) {
            return existing.get().spec().pod().nodeName();
        }
        return lab.nodes().values().stream()
                .map(NodeRunner::node)
                .filter(node -> !lab.isLeaving(node.key()) && mayTake(node, wanted))
                .min(Comparator.comparingLong((Node node) -> podsOn(node.name())))
                .map(Node::name)
                .orElseThrow(() -> new Refused("there is no node that can take it"));
    }

    private static ObjectKey nodeKey(String name) {
        return new ObjectKey(ObjectKey.Kind.NODE, "", name);
    }

    private static boolean mayTake(Node node, Pod wanted) {
        return wanted.hostNetwork()
                || wanted.wishedAddresses().stream().allMatch(wish -> isIn(node, wish));
    }

    private static boolean isIn(Node node, Ipv4Address address) {
        return node.podCidrs().stream().anyMatch(range -> range.contains(address));
    }

    private long podsOn(String node) {
        return lab.pods().values().stream()
                .filter(runner -> runner.spec().pod().nodeName().equals(node))
                .count();
    }

    /** A wished address must be one of the node's, and nobody else's. */
    private void refuseWishes(Pod wanted) throws Refused {
        if (wanted.hostNetwork()) {
            return;
        }
        Node node = requireNonNull(lab.nodes().get(wanted.nodeName())).node();
        for (Ipv4Address wish : wanted.wishedAddresses()) {
            if (!isIn(node, wish)) {
                throw new Refused(
                        "the address %s that it asks for is not in the ranges %s of node %s"
                                .formatted(wish, node.podCidrs(), node.name()));
            }
            for (Map.Entry<ObjectKey, PodRunner> other : lab.pods().entrySet()) {
                if (!other.getKey().equals(wanted.key()) && has(other.getValue(), wish)) {
                    throw new Refused(
                            "the address "
                                    + wish
                                    + " that it asks for is that of "
                                    + other.getKey());
                }
            }
        }
    }

    private static boolean has(PodRunner runner, Ipv4Address address) {
        Pod pod = runner.spec().pod();
        return !pod.hostNetwork()
                && (runner.status().addresses().contains(address)
                        || pod.wishedAddresses().contains(address));
    }

    /** A status that the manifest brings along means nothing. */
    private static Pod complete(Pod wanted, String node, String uid) {
        return new Pod(
                wanted.namespace(),
                wanted.name(),
                uid,
                wanted.labels(),
                node,
                List.of(),
                wanted.hostNetwork(),
                wanted.ports(),
                wanted.wishedAddresses(),
                wanted.serviceAccount(),
                false);
    }

    private static ObjectNode withUid(ObjectNode manifest, Pod pod, String born) {
        ObjectNode raw = manifest.deepCopy();
        raw.remove("status");
        raw.withObjectProperty("metadata").put("uid", pod.uid()).put("creationTimestamp", born);
        raw.withObjectProperty("spec").put("nodeName", pod.nodeName());
        return raw;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
