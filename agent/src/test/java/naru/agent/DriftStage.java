package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import naru.linux.sysctl.Sysctl;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Repair;
import naru.wire.AgentReplies.Repairs;
import naru.wire.AgentReplies.Status;

/**
 * A node with three pods, x, y and z, of which z lets nobody in, and another node beside it; and
 * the hands of somebody who breaks it.
 */
final class DriftStage implements AutoCloseable {

    static final int PORT = 8080;
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String NOBODY_REACHES_Z =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "closed", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "z"}}, "policyTypes": ["Ingress"]}}
            """;
    private static final String OTHER_NODE =
            """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n2"},
             "spec": {"podCIDR": "10.244.2.0/24", "podCIDRs": ["10.244.2.0/24"]},
             "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.3"}]}}
            """;

    final AgentNode node;
    final ThrowAwayNetns x = ThrowAwayNetns.create("x");
    final ThrowAwayNetns y = ThrowAwayNetns.create("y");
    final ThrowAwayNetns z = ThrowAwayNetns.create("z");
    private final List<Listener> listeners = new ArrayList<>();

    DriftStage(String... agentFlags) throws Exception {
        node = new AgentNode("10.244.1.0/24");
        try {
            prepare(agentFlags);
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private void prepare(String... agentFlags) throws Exception {
        if (agentFlags.length > 0) {
            node.killAgent();
            node.startAgent(agentFlags);
        }
        node.manifest("policy", NOBODY_REACHES_Z);
        node.manifest("n2", OTHER_NODE);
        node.settle();
        add("x", x);
        add("y", y);
        add("z", z);
        listeners.add(new Listener(y, PORT));
        listeners.add(new Listener(z, PORT));
        if (!List.of(agentFlags).contains("clsact")) {
            until(() -> programs().lines().count() == 6);
        }
    }

    /** The names of the links that are pinned. */
    private String programs() throws Exception {
        return run("sh", "-c", "ls %s/v1/links | grep pod_; true".formatted(node.bpfRoot()));
    }

    void add(String name, ThrowAwayNetns netns) throws Exception {
        node.pod(name);
        node.cni("ADD", name, netns.path());
    }

    EndpointRow pod(String name) throws Exception {
        return node.endpoints().stream()
                .filter(row -> row.pod().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Who may reach y does: a pod, and the node by its routes. */
    boolean isConnected() throws Exception {
        return reaches(x, pod("y")) && reaches(node.netns, pod("y"));
    }

    /** And who may not reach z does not. */
    boolean works() throws Exception {
        return isConnected() && !reaches(x, pod("z"));
    }

    /** As long as it is broken a node may also say at once that there is no way, in many words. */
    static boolean reaches(ThrowAwayNetns from, EndpointRow pod) throws Exception {
        try {
            return Listener.reaches(from, pod.address(), PORT);
        } catch (ConnectException e) {
            throw e; // somebody was reached, but nobody listens
        } catch (SocketException e) {
            return false;
        }
    }

    /** Runs a command on the node, which has to succeed; answers what it says. */
    String run(Object... words) throws Exception {
        Process process = node.command(words);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(words) + ": " + said).isZero();
        return said;
    }

    /** A setting of the node. */
    String read(Sysctl setting) throws Exception {
        return node.netns.call(() -> setting.read().orElse("none"));
    }

    void write(Sysctl setting, String value) throws Exception {
        node.netns.call(() -> setting.write(value));
    }

    Status status() throws Exception {
        return node.ask("status", "", Status.class);
    }

    Repairs repairs() throws Exception {
        return status().repairs();
    }

    /** The agent has looked at everything twice: what ADD left to be done later is done. */
    void awaitSweeps() throws Exception {
        for (int i = 0; i < 2; i++) {
            String before = repairs().lastSweep();
            until(() -> !repairs().lastSweep().equals(before));
        }
    }

    /** Somebody breaks something. */
    interface Break {
        void happen() throws Exception;
    }

    /** Breaks something and waits until the agent says that it put it back. */
    Repair repaired(String kind, String where, Break breaking) throws Exception {
        List<Repair> before = repairs().recent();
        breaking.happen();
        List<Repair> found = new ArrayList<>();
        until(
                () -> {
                    found.clear();
                    for (Repair repair : repairs().recent()) {
                        boolean fresh = !before.contains(repair);
                        if (fresh && repair.kind().equals(kind) && repair.where().contains(where)) {
                            found.add(repair);
                        }
                    }
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        node.close();
        List.of(x, y, z).forEach(ThrowAwayNetns::close);
    }
}
