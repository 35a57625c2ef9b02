package naru.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import naru.lab.node.NodeRunner;
import naru.lab.pod.PodRunner;
import naru.model.ObjectKey;

/** Waits until what is stored is in force. */
final class Settling {

    private final Lab lab;

    Settling(Lab lab) {
        this.lab = lab;
    }

    /**
     * Waits for nodes, then pods, then every agent.
     *
     * @return what is not in force
     */
    List<String> all(Deadline deadline, Consumer<String> progress)
            throws InterruptedException, IOException {
        List<String> pending = new ArrayList<>(nodes(deadline, progress));
        for (Map.Entry<ObjectKey, PodRunner> pod : lab.pods().entrySet()) {
            if (!lab.isLeaving(pod.getKey())) {
                progress.accept("waiting for " + pod.getKey());
                pod.getValue()
                        .awaitRunning(deadline.left())
                        .ifPresent(why -> pending.add(pod.getKey() + ": " + why));
            }
        }
        pending.addAll(agents(deadline, progress));
        return pending;
    }

    /** Looks whether an agent ended by itself. */
    List<String> deadAgents() {
        List<String> dead = new ArrayList<>();
        for (NodeRunner node : lab.nodes().values()) {
            node.agentTrouble().ifPresent(why -> dead.add(node.node().key() + ": " + why));
        }
        return dead;
    }

    /**
     * Waits until pods can be run on every node.
     *
     * @return on which they can't, and why
     */
    List<String> nodes(Deadline deadline, Consumer<String> progress) throws InterruptedException {
        List<String> pending = new ArrayList<>();
        for (NodeRunner node : lab.nodes().values()) {
            progress.accept("waiting for node " + node.node().name());
            node.awaitReady(deadline.left())
                    .ifPresent(why -> pending.add(node.node().key() + ": " + why));
        }
        return pending;
    }

    /** Waits until every agent enforces all that is stored now; all at the same time. */
    List<String> agents(Deadline deadline, Consumer<String> progress)
            throws InterruptedException, IOException {
        long revision = lab.cluster().commit();
        List<NodeRunner> nodes =
                lab.nodes().values().stream()
                        .filter(node -> !lab.isLeaving(node.node().key()))
                        .toList();
        progress.accept("waiting until revision " + revision + " is in force");
        ConcurrentLinkedQueue<String> pending = new ConcurrentLinkedQueue<>();
        CountDownLatch answers = new CountDownLatch(nodes.size());
        for (NodeRunner node : nodes) {
            Thread.ofVirtual()
                    .name("await " + node.node().name())
                    .start(
                            () -> {
                                ask(node, revision, deadline)
                                        .ifPresent(
                                                why -> pending.add(node.node().key() + ": " + why));
                                answers.countDown();
                            });
        }
        answers.await();
        return List.copyOf(pending);
    }

    private static Optional<String> ask(NodeRunner node, long revision, Deadline deadline) {
        try {
            return node.questions()
                    .await(revision, deadline.left())
                    .map(
                            why ->
                                    node.agentTrouble()
                                            .map(trouble -> trouble + hint(node))
                                            .orElse(why));
        } catch (InterruptedException e) {
            return Optional.of("interrupted");
        }
    }

    private static String hint(NodeRunner node) {
        return " (start it with: naru lab agent start --node " + node.node().name() + ")";
    }
}
