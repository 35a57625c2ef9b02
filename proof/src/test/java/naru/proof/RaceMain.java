package naru.proof;

import static naru.datapath.abi.PolicyDirection.EGRESS;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import naru.datapath.PolicyMapKey;
import naru.model.Ipv4Address;
import naru.testkit.HookNode;
import naru.testkit.Packet;
import naru.testkit.TestPod;

/**
 * A program stops in the middle of a packet (RaceTest made it so), policy changes meanwhile as the
 * agent changes it, and the program goes on. What it then remembers must not outlive the change.
 */
final class RaceMain {

    /** Places of flow_count_map that no endpoint has: "I have stopped", "go on". */
    static final int STOPPED = 131_000;

    static final int GO_ON = 131_001;

    private static final int LATER_PACKETS = 50;
    private static final int UDP = 17;
    private static final int OUTLIVED = 10;

    private RaceMain() {}

    /**
     * @param arguments "flow": the next packet is of the same flow; "answer": of another, and asks
     *     the same
     */
    public static void main(String[] arguments) {
        boolean sameFlow = arguments[0].equals("flow");
        try (HookNode node = HookNode.start()) {
            TestPod pod = node.pod("10.244.1.2", 1001);
            PolicyMapKey key = new PolicyMapKey(pod.policySet(), EGRESS, 2, 0, UDP, 53, 16);
            node.allow(key);
            node.disallow(key, pod); // so that it does not take long when it matters
            node.allow(key);
            node.countFlows(Map.of(STOPPED, 0, GO_ON, 0));
            CompletableFuture<?> first =
                    CompletableFuture.runAsync(() -> node.sends(pod, query(pod, 40000)));
            while (node.maps().flowCounts().lookup(STOPPED).orElse(0) == 0 && !first.isDone()) {
                Thread.onSpinWait();
            }
            node.disallow(key, pod);
            node.countFlows(Map.of(GO_ON, 1));
            first.join();
            boolean passed = false;
            for (int i = 0; i < LATER_PACKETS && !passed; i++) {
                passed = node.passes(pod, query(pod, sameFlow ? 40000 : 40001 + i));
            }
            System.out.println(passed ? "it passed after its allow was taken away" : "denied");
            System.exit(passed ? OUTLIVED : 0);
        }
    }

    private static Packet query(TestPod pod, int port) {
        return Packet.from(pod.address()).to(Ipv4Address.parse("192.0.2.10")).udp(port, 53);
    }
}
