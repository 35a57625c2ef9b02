package naru.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;
import naru.model.Node;
import naru.model.Pod;
import naru.naive.Attempt;
import naru.naive.generate.Change;
import naru.proof.ProvenNode.Local;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pods of other nodes come and go, ten between two packets of each connection, as a thousand do in
 * a second in which a connection sends a hundred; half of them with labels that nobody had before
 * and that local policies name. Local connections go on by their entries alone.
 */
@Tag("root")
class ChurnElsewhereTest {

    private static final int ROUNDS = 300;
    private static final int EVENTS_A_ROUND = 10;
    private static final int CLIENTS = 10;
    private static final int TCP = 6;

    private final Random random = new Random(7);
    private final Pod[] others = new Pod[500];
    private final List<Trial> flows = new ArrayList<>();
    private ProvenNode node;
    private int events;

    @BeforeEach
    void aNodeWithLiveConnections() {
        node = new ProvenNode(kernel -> kernel);
        put(new Node("n1", Map.of(), List.of(), List.of(Ipv4Prefix.parse("10.1.0.0/24"))));
        put(new Node("n2", Map.of(), List.of(), List.of(Ipv4Prefix.parse("10.2.0.0/16"))));
        put(new Namespace("shop", Map.of()));
        put(policy());
        Ipv4Address server = Ipv4Address.parse("10.1.0.200");
        Ipv4Address remote = Ipv4Address.parse("10.2.0.9");
        put(pod("server", server, "server", "n1"));
        put(pod("far", remote, "far", "n2"));
        for (int i = 1; i <= CLIENTS; i++) {
            Ipv4Address client = Ipv4Address.parse("10.1.0." + i);
            put(pod("client" + i, client, "client", "n1"));
            flows.add(new Trial(new Attempt(client, server, TCP, 80), 40000));
            flows.add(new Trial(new Attempt(client, remote, TCP, 80), 40000));
        }
        node.settle();
        flows.forEach(flow -> assertThat(sends(flow, flow.first())).isTrue());
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void of100PacketsOfLocalConnections99NeedOneLookUp() {
        long fast = node.forwardedFast();
        long packets = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < EVENTS_A_ROUND; i++) {
                somebodyComesOrGoes();
            }
            node.settle();
            for (Trial flow : flows) {
                assertThat(sends(flow, flow.next())).isTrue();
                packets++;
            }
        }
        assertThat(packets).isEqualTo((long) ROUNDS * 2 * CLIENTS);
        assertThat((node.forwardedFast() - fast) / (double) packets).isGreaterThan(0.99);
    }

    private void somebodyComesOrGoes() {
        int index = random.nextInt(others.length);
        Pod there = others[index];
        if (there != null) {
            node.change(new Change.Remove(there.key()));
            others[index] = null;
            return;
        }
        Ipv4Address address = new Ipv4Address(Ipv4Address.parse("10.2.100.0").bits() + index);
        String app = random.nextBoolean() ? "only" + ++events : "same";
        others[index] = pod("remote" + index, address, app, "n2");
        put(others[index]);
    }

    private boolean sends(Trial flow, byte[] frame) {
        Local source = node.local(flow.attempt().source()).orElseThrow();
        return node.leavesUnasked(source, frame);
    }

    private void put(ClusterObject object) {
        node.change(new Change.Put(object));
    }

    /** Whoever has label app may reach whoever has it. */
    private static NetworkPolicy policy() {
        LabelSelector app =
                new LabelSelector(List.of(new Requirement("app", Operator.EXISTS, Set.of())));
        Rule rule = new Rule(List.of(new PodPeer(Optional.empty(), Optional.of(app))), List.of());
        return new NetworkPolicy(
                "shop",
                "apps",
                LabelSelector.ALL,
                Set.of(Direction.INGRESS, Direction.EGRESS),
                List.of(rule),
                List.of(rule));
    }

    private static Pod pod(String name, Ipv4Address address, String app, String nodeName) {
        return new Pod(
                "shop",
                name,
                "",
                Map.of("app", app),
                nodeName,
                List.of(address),
                false,
                List.of(),
                List.of(),
                "default",
                false);
    }
}
