package naru.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import naru.lab.runtime.Cri.Known;
import naru.lab.runtime.Kubelet.Running;
import naru.linux.netlink.Netlink;
import naru.linux.netns.Netns;
import naru.testkit.churn.NodeSnapshot;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.Operation.Refusal;

/** What must hold on a node while nobody changes anything. */
final class Calm implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 100_000_000L;

    private final RuntimeNode node;
    private final Netlink netlink;
    private final Map<String, List<String>> before;
    private final Forgotten forgotten;
    private int pods;

    /** A node that has no pods yet. */
    Calm(RuntimeNode node) throws Exception {
        this.node = node;
        this.netlink = Netns.call(node.machine().netns(), Netlink::open);
        this.forgotten = new Forgotten(node);
        this.before = snapshot();
    }

    /** What Naru might leave something in, and what the runtime might. */
    private Map<String, List<String>> snapshot() throws IOException {
        Map<String, List<String>> all =
                new TreeMap<>(NodeSnapshot.of(netlink, node.disk().resolve("state"), node.pins()));
        all.put("network namespaces", node.found(Forgotten.NAMESPACES, "f"));
        all.put("cgroups", node.found(Forgotten.CGROUPS, "d"));
        all.put("results of plugins", node.found("/var/lib/cni", "f"));
        return all;
    }

    /**
     * These pods have their networks, and after GC nobody else has one.
     *
     * @param pods as their kubelets were told
     */
    void holds(List<Running> pods) throws Exception {
        assertThat(pods).extracting(Running::address).doesNotHaveDuplicates();
        Map<String, String> endpoints = addresses();
        for (Running pod : pods) {
            assertThat(node.cri().state(pod.sandbox())).as("%s", pod).isEqualTo(Cri.READY);
            assertThat(node.cri().address(pod.sandbox())).isEqualTo(pod.address());
            assertThat(endpoints).containsEntry(pod.sandbox(), pod.address());
            node.in("busybox", "ping", "-c", "1", "-W", "10", pod.address());
        }
        onlyWhatTheRuntimeKnowsIsLeft();
    }

    /** By container. */
    private Map<String, String> addresses() throws IOException, Refusal {
        return node.endpoints().stream()
                .collect(Collectors.toMap(EndpointRow::containerId, EndpointRow::address));
    }

    /** What containerd lost with its life, no call of it will take away: that is what GC is for. */
    private void onlyWhatTheRuntimeKnowsIsLeft() throws Exception {
        List<String> known = node.cri().known().stream().map(Known::id).toList();
        List<String> lost = new ArrayList<>(addresses().keySet());
        lost.removeAll(known);
        pods += lost.size();
        assertThat(node.collectGarbage(known)).matches(ended -> ended.exitCode() == 0);
        assertThat(known).containsAll(addresses().keySet());
        RuntimeNode.eventually(
                "only endpoints have addresses",
                () -> node.status().addresses().used() == addresses().size());
        RuntimeNode.eventually("all is well", () -> node.status().problems().isEmpty());
    }

    /** The node is as it was, once all pods have been removed. */
    void nothingIsLeft() throws Exception {
        assertThat(node.cri().known()).isEmpty();
        onlyWhatTheRuntimeKnowsIsLeft();
        forgotten.takeAway();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!differences().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        assertThat(differences()).isEmpty();
    }

    /** From what was before; each with a sign in front. */
    private List<String> differences() throws IOException {
        List<String> all = new ArrayList<>();
        Map<String, List<String>> now = snapshot();
        now.forEach(
                (what, parts) ->
                        add(all, what + " +", parts, before.getOrDefault(what, List.of())));
        before.forEach(
                (what, parts) -> add(all, what + " -", parts, now.getOrDefault(what, List.of())));
        return all;
    }

    private static void add(
            List<String> all, String sign, List<String> parts, List<String> others) {
        parts.stream().filter(part -> !others.contains(part)).forEach(part -> all.add(sign + part));
    }

    /** What the runtime knew nothing of any more. */
    String forgotten() {
        return pods + " pods' networks, " + forgotten;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
