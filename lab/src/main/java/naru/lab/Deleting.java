package naru.lab;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import naru.lab.cluster.Cluster.Stored;
import naru.lab.node.NodeRunner;
import naru.lab.pod.PodRunner;
import naru.model.ObjectKey;

/** {@code delete}: what belongs to an object goes with it; what isn't there is gone already. */
final class Deleting {

    private final Lab lab;
    private final PodRemoval removal;
    private final Map<ObjectKey, CompletableFuture<Void>> going = new LinkedHashMap<>();

    Deleting(Lab lab, PodRemoval removal) {
        this.lab = lab;
        this.removal = removal;
    }

    /** Begins to delete, in order. */
    void begin(List<ObjectKey> keys) throws IOException {
        lab.lock().lock();
        try {
            for (ObjectKey key : keys) {
                begin(key);
            }
            lab.cluster().commit();
        } finally {
            lab.lock().unlock();
        }
    }

    private void begin(ObjectKey key) throws IOException {
        if (lab.cluster().get(key).isEmpty() || !lab.beginLeaving(key)) {
            return;
        }
        switch (key.kind()) {
            case POD -> going.put(key, endPod(key));
            case NAMESPACE -> going.put(key, endNamespace(key));
            case NODE -> going.put(key, endNode(key));
            case NETWORK_POLICY -> {
                forget(key);
                going.put(key, CompletableFuture.completedFuture(null));
            }
        }
    }

    private void forget(ObjectKey key) {
        try {
            lab.cluster().remove(key);
            lab.cluster().commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lab.endLeaving(key);
        }
    }

    private CompletableFuture<Void> endPod(ObjectKey key) {
        PodRunner runner = requireNonNull(lab.pods().get(key));
        return removal.remove(runner)
                .thenRun(
                        () -> {
                            lab.pods().remove(key);
                            forget(key);
                        });
    }

    private CompletableFuture<Void> endNamespace(ObjectKey namespace) throws IOException {
        for (ObjectKey.Kind kind : List.of(ObjectKey.Kind.NETWORK_POLICY, ObjectKey.Kind.POD)) {
            for (Stored stored : lab.cluster().list(kind)) {
                if (stored.key().namespace().equals(namespace.name())) {
                    begin(stored.key());
                }
            }
        }
        return allOf(key -> key.namespace().equals(namespace.name()))
                .thenRun(() -> forget(namespace));
    }

    private CompletableFuture<Void> endNode(ObjectKey key) throws IOException {
        NodeRunner node = requireNonNull(lab.nodes().get(key.name()));
        for (PodRunner pod : List.copyOf(lab.pods().values())) {
            if (pod.spec().pod().nodeName().equals(key.name())) {
                begin(pod.spec().pod().key());
            }
        }
        return allOf(
                        other ->
                                lab.pods().containsKey(other)
                                        && lab.pods()
                                                .get(other)
                                                .spec()
                                                .pod()
                                                .nodeName()
                                                .equals(key.name()))
                .thenRun(() -> powerOff(key, node));
    }

    private void powerOff(ObjectKey key, NodeRunner node) {
        try {
            node.remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lab.lock().lock();
        try {
            lab.nodes().remove(key.name());
            lab.plan().release("node " + key.name());
            forget(key);
        } finally {
            lab.lock().unlock();
        }
    }

    private CompletableFuture<Void> allOf(Predicate<ObjectKey> which) {
        return CompletableFuture.allOf(
                going.entrySet().stream()
                        .filter(entry -> which.test(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toArray(CompletableFuture[]::new));
    }

    /** Waits until all of it is gone; what is not goes to the notes. */
    void await(Deadline deadline, OutcomeNotes notes) throws InterruptedException {
        for (Map.Entry<ObjectKey, CompletableFuture<Void>> one : going.entrySet()) {
            Optional<String> problem = problem(one.getKey(), one.getValue(), deadline);
            if (problem.isPresent()) {
                notes.pending(one.getKey() + ": " + problem.get());
            } else {
                notes.done(one.getKey() + " deleted");
            }
        }
    }

    private Optional<String> problem(ObjectKey key, CompletableFuture<Void> gone, Deadline deadline)
            throws InterruptedException {
        try {
            gone.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            List<String> why = new ArrayList<>(List.of("it is not gone yet"));
            PodRunner pod = lab.pods().get(key);
            if (pod != null && !pod.status().trouble().isEmpty()) {
                why.add(pod.status().trouble());
            }
            return Optional.of(String.join("; ", why));
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(requireNonNull(e.getCause()).getMessage()));
        }
    }
}
