package naru.datapath;

import static naru.datapath.abi.DropReason.FLOW_QUOTA;
import static naru.datapath.abi.DropReason.INVALID_SOURCE;
import static naru.datapath.abi.DropReason.POLICY_DENIED;
import static naru.datapath.abi.PolicyDirection.EGRESS;
import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.FlowFlags;
import naru.datapath.abi.PolicyDirection;
import naru.model.Ipv4Address;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What passes by its flow's entry alone, and all that must not. Whether policy was asked is told by
 * the counters: {@code FORWARDED_FAST} or not.
 */
@Tag("root")
class FastPathTest {

    private static final int TCP = 6;
    private static final int UDP = 17;

    private HookNode node;
    private TestPod client;
    private TestPod server;
    private PolicyMapKey egress;
    private PolicyMapKey ingress;

    @BeforeEach
    void aClientThatMayReachAServer() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        server = node.pod("10.244.1.3", 1002);
        egress = new PolicyMapKey(client.policySet(), EGRESS, 1002, 0, TCP, 80, 16);
        ingress = new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 80, 16);
        node.allow(egress);
        node.allow(ingress);
        node.maps().epochs().advance(List.of(client.slot(), server.slot()));
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void afterTheFirstPacketBothDirectionsAreFast() {
        assertThat(fast(node.sends(client, forward(Packet.SYN)))).isFalse();
        assertThat(fast(node.sends(server, reply(Packet.SYN | Packet.ACK)))).isTrue();
        assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        assertThat(fast(node.sends(client, forward(Packet.FIN | Packet.ACK)))).isTrue();
        assertThat(fast(node.sends(server, reply(Packet.FIN | Packet.ACK)))).isTrue();
        assertThat(onlyFlow().flags()).contains(FlowFlags.CLOSED);
        assertThat(fast(node.sends(client, forward(Packet.SYN))))
                .describedAs("a connection that begins anew asks policy")
                .isFalse();
    }

    @Test
    void anAllowThatIsTakenAwayEndsTheConnectionAndOneThatIsAddedNeedsNoEpoch() {
        node.sends(client, forward(Packet.SYN));
        assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        node.disallow(egress, client);
        assertThat(node.sends(client, forward(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(server, reply(Packet.ACK)).reason()).contains(POLICY_DENIED);
        node.allow(egress);
        assertThat(node.sends(client, forward(Packet.ACK)).redirected()).isTrue();
        assertThat(fast(node.sends(server, reply(Packet.ACK)))).isTrue();
    }

    @Test
    void anEpochOfEitherEndSendsThePacketRoundByPolicyOnce() {
        node.sends(client, forward(Packet.SYN));
        for (int slot : List.of(client.slot(), server.slot())) {
            node.maps().epochs().advance(List.of(slot));
            assertThat(fast(node.sends(server, reply(Packet.ACK)))).isFalse();
            assertThat(fast(node.sends(server, reply(Packet.ACK)))).isTrue();
            assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        }
    }

    @Test
    void whateverAnEpochBecomesItIsNotTheOldOne() {
        node.sends(client, forward(Packet.SYN));
        int stamped = node.maps().epochs().read(client.slot());
        for (int other : List.of(0, -2, -1, stamped + 1, stamped - 1, Integer.MIN_VALUE)) {
            node.maps().epochs().put(client.slot(), other);
            assertThat(fast(node.sends(client, forward(Packet.ACK)))).isFalse();
            assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        }
    }

    @Test
    void epochsNeverRepeatAlsoWhenTheNumbersRunOut() {
        node.maps().epochs().put(AbiNumbers.EPOCH_LAST, -3); // the last number given
        node.maps().epochs().advance(List.of(client.slot(), server.slot()));
        assertThat(node.maps().epochs().read(client.slot())).isEqualTo(-2);
        assertThat(node.maps().epochs().read(server.slot())).isEqualTo(1);
        node.sends(client, forward(Packet.SYN));
        assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        node.maps().epochs().put(AbiNumbers.EPOCH_LAST, 0);
    }

    @Test
    void theTupleOfALiveConnectionFromAnotherPodsDeviceIsASpoof() {
        TestPod thief = node.pod("10.244.1.4", 1003);
        node.sends(client, forward(Packet.SYN));
        assertThat(node.sends(thief, forward(Packet.ACK)).reason()).contains(INVALID_SOURCE);
        assertThat(node.sends(thief, reply(Packet.ACK)).reason()).contains(INVALID_SOURCE);
        assertThat(node.arrives(forward(Packet.ACK).bytes()).reason()).contains(INVALID_SOURCE);
        assertThat(node.arrives(reply(Packet.ACK).bytes()).reason()).contains(INVALID_SOURCE);
        assertThat(onlyFlow().forward().packets()).isEqualTo(1);
        assertThat(onlyFlow().reply().packets()).isZero();
    }

    @Test
    void theHostsConnectionIsNotForwardedUnderItsName() {
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1, 0, 0, 0, 0));
        Packet probe = Packet.from(HookNode.NODE_ADDRESS).to(server.address()).tcp(50000, 8080);
        node.hostSends(server, probe.flags(Packet.SYN), 0);
        assertThat(fast(node.hostSends(server, probe, 0))).isTrue();
        assertThat(node.forwards(server, probe).reason())
                .describedAs("the same tuple from an uplink")
                .contains(POLICY_DENIED);
    }

    @Test
    void aSlotThatIsUsedAgainDoesNotInheritItsForerunnersConnections() {
        node.sends(client, forward(Packet.SYN));
        EndpointRecord next = client.record().withPolicy(1003, client.policySet());
        node.maps().endpoints().put(client.address(), next);
        node.maps().epochs().advance(List.of(client.slot()));
        assertThat(node.sends(client, forward(Packet.ACK)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anEndThatMovesToAnotherSlotOrDeviceIsFoundThere() {
        node.sends(client, forward(Packet.SYN));
        TestPod spare = node.pod("10.244.1.9", 1009);
        EndpointRecord moved =
                new EndpointRecord(
                        spare.slot(),
                        spare.ifindex(),
                        server.identity(),
                        server.policySet(),
                        HookNode.MTU,
                        spare.mac(),
                        spare.record().hostMac());
        node.maps().endpoints().put(server.address(), moved);
        node.maps().epochs().advance(List.of(server.slot(), spare.slot()));
        Outcome first = node.sends(client, forward(Packet.ACK));
        assertThat(first.promised().nextIfindex()).isEqualTo(spare.ifindex());
        assertThat(first.redirected()).isTrue();
        assertThat(fast(node.sends(client, forward(Packet.ACK)))).isTrue();
        Flow flow = onlyFlow();
        assertThat(flow.destinationSlot()).isEqualTo(spare.slot());
        assertThat(flow.forward().packets()).describedAs("its counters go on").isEqualTo(3);
        assertThat(node.maps().flowCounts().total()).isEqualTo(1);
    }

    @Test
    void aPacketThatDoesNotFitOrIsAtItsEndGoesToTheStackThatAnswers() {
        node.sends(client, forward(Packet.SYN));
        Outcome long1 = node.sends(client, forward(Packet.ACK).payload(HookNode.MTU));
        assertThat(long1.passed()).describedAs("%s", long1).isTrue();
        Outcome last = node.sends(client, forward(Packet.ACK).ttl(1));
        assertThat(last.passed()).describedAs("%s", last).isTrue();
        assertThat(node.sends(client, forward(Packet.ACK)).redirected()).isTrue();
    }

    @Test
    void aFragmentTakesTheLongWay() {
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 1002, 0, UDP, 53, 16));
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, UDP, 53, 16));
        Packet query = Packet.from(client.address()).to(server.address()).udp(40000, 53);
        node.sends(client, query);
        assertThat(fast(node.sends(client, query))).isTrue();
        assertThat(fast(node.sends(client, query.firstFragment(7)))).isFalse();
        assertThat(node.sends(client, query.laterFragment(7, 1480)).redirected()).isTrue();
        assertThat(onlyFlow().forward().packets()).isEqualTo(4);
    }

    @Test
    void aPodWithoutPolicyPaysForItsFloodAndNotTheOthers() {
        node.allowAllFrom(client);
        Ipv4Address outside = Ipv4Address.parse("192.0.2.10");
        TestPod other = node.pod("10.244.1.5", 1005);
        node.allowAllFrom(other);
        int all = AbiNumbers.FLOW_MAP_MAX;
        node.countFlows(Map.of(0, all / 2, client.slot() * 2, all / 2));
        Packet one = Packet.from(client.address()).to(outside).udp(40000, 53);
        assertThat(node.sends(client, one).reason()).contains(FLOW_QUOTA);
        Packet another = Packet.from(other.address()).to(outside).udp(40000, 53);
        assertThat(node.sends(other, another).passed()).isTrue();
        assertThat(node.maps().flowCounts().begunBy(other.slot())).isEqualTo(1);
    }

    @Test
    void theFloodOfTheWorldTakesNoneOfWhatThePodItselfMayBegin() {
        node.allowAllFrom(server);
        node.allowAllTo(server);
        Ipv4Address outside = Ipv4Address.parse("192.0.2.10");
        int all = AbiNumbers.FLOW_MAP_MAX;
        node.countFlows(Map.of(0, all / 2, server.slot() * 2 + 1, all / 2));
        Packet flood = Packet.from(outside).to(server.address()).udp(40000, 53);
        assertThat(node.forwards(server, flood).reason()).contains(FLOW_QUOTA);
        Packet own = Packet.from(server.address()).to(outside).udp(40001, 53);
        assertThat(node.sends(server, own).passed()).isTrue();
        Packet probe = Packet.from(HookNode.NODE_ADDRESS).to(server.address()).udp(1, 2);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1, 0, 0, 0, 0));
        assertThat(node.hostSends(server, probe, 0).passed())
                .describedAs("nor of what the host may")
                .isTrue();
    }

    @Test
    void whatEndsGivesItsPlaceBack() {
        node.sends(client, forward(Packet.SYN));
        assertThat(node.maps().flowCounts().begunBy(client.slot())).isEqualTo(1);
        assertThat(node.forget(server)).isEqualTo(1);
        assertThat(node.maps().flowCounts().begunBy(client.slot())).isZero();
        assertThat(node.maps().flowCounts().total()).isZero();
    }

    @Test
    void anExpiredFlowIsReplacedAndCountedOnce() {
        node.sends(client, forward(Packet.SYN));
        node.expireFlows();
        assertThat(fast(node.sends(client, forward(Packet.SYN)))).isFalse();
        assertThat(node.maps().flows().count()).isEqualTo(1);
        assertThat(node.maps().flowCounts().begunBy(client.slot())).isEqualTo(1);
        assertThat(node.maps().flowCounts().total()).isEqualTo(1);
    }

    @Test
    void whatHasExpiredIsTakenAwayWithoutAnyAgent() {
        node.sends(client, forward(Packet.SYN));
        node.expireFlows();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (node.maps().flows().count() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(node.maps().flows().count()).isZero();
        assertThat(node.maps().flowCounts().total()).isZero();
        assertThat(PolicyCounters.of(node.maps()).traffic(entry(ingress)))
                .describedAs("what it counted is kept")
                .isEqualTo(new Traffic(1, 54));
    }

    private PolicyStatsKey entry(PolicyMapKey key) {
        return PolicyStatsKey.of(server.slot(), key);
    }

    private Flow onlyFlow() {
        return node.maps().flows().all().values().iterator().next();
    }

    private long fastBefore;

    /** Did this packet pass by its flow's entry alone? */
    private boolean fast(Outcome outcome) {
        assertThat(outcome.reason()).describedAs("%s", outcome).isEmpty();
        long now = 0;
        for (PolicyDirection direction : PolicyDirection.values()) {
            now += node.maps().metrics().forwardedFast(direction).packets();
        }
        boolean fast = now > fastBefore;
        fastBefore = now;
        return fast;
    }

    private Packet forward(int flags) {
        return Packet.from(client.address()).to(server.address()).tcp(40000, 80).flags(flags);
    }

    private Packet reply(int flags) {
        return Packet.from(server.address()).to(client.address()).tcp(80, 40000).flags(flags);
    }
}
