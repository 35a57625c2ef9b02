package naru.datapath;

import static naru.datapath.abi.PolicyDirection.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.testkit.HookNode;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is written to the kernel's maps comes back. */
@Tag("root")
class TypedMapsTest {

    private HookNode node;
    private DatapathMaps maps;
    private int descriptors;

    @BeforeEach
    void emptyMaps() {
        node = HookNode.start();
        maps = node.maps();
        descriptors = Descriptor.openCount();
    }

    @AfterEach
    void nothingIsLeft() {
        node.close();
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    @Test
    void anEndpoint() {
        Ipv4Address address = Ipv4Address.parse("10.244.1.2");
        EndpointRecord record =
                new EndpointRecord(
                        65535,
                        12,
                        0xfedcba98,
                        3,
                        1450,
                        MacAddress.parse("02:00:00:00:00:01"),
                        MacAddress.parse("fe:ff:ff:ff:ff:ff"));
        maps.endpoints().put(address, record);
        assertThat(maps.endpoints().all()).isEqualTo(Map.of(address, record));
        assertThat(maps.endpoints().remove(address)).isTrue();
        assertThat(maps.endpoints().remove(address)).isFalse();
        assertThat(maps.endpoints().lookup(address)).isEmpty();
    }

    @Test
    void theLongestPrefixOfAnAddressIsFound() {
        IpcacheRecord direct = new IpcacheRecord(300);
        IpcacheRecord tunnelled =
                new IpcacheRecord(5, Optional.of(Ipv4Address.parse("172.30.0.12")));
        maps.ipcache()
                .putAll(
                        Map.of(
                                prefix("10.244.2.7/32"),
                                direct,
                                prefix("10.244.2.0/24"),
                                tunnelled));
        assertThat(maps.ipcache().lookup(Ipv4Address.parse("10.244.2.7"))).contains(direct);
        assertThat(maps.ipcache().lookup(Ipv4Address.parse("10.244.2.8"))).contains(tunnelled);
        assertThat(maps.ipcache().lookup(Ipv4Address.parse("10.244.3.8"))).isEmpty();
    }

    @Test
    void manyBlocksInOneCall() {
        Map<Ipv4Prefix, Integer> blocks = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            blocks.put(new Ipv4Prefix(0x0a000000 + (i << 8), 24), i + 1);
        }
        maps.blocks().putAll(blocks);
        assertThat(maps.blocks().all()).isEqualTo(blocks);
        assertThat(maps.blocks().count()).isEqualTo(10_000);
        Set<Ipv4Prefix> alsoStrangers = new HashSet<>(blocks.keySet());
        alsoStrangers.add(prefix("192.0.2.0/24"));
        alsoStrangers.add(prefix("198.51.100.0/24"));
        maps.blocks().removeAll(alsoStrangers);
        assertThat(maps.blocks().count()).isZero();
    }

    /** What a sweep rests on: who goes on where he stopped sees all, and the count is exact. */
    @Test
    void aWalkInStepsSeesEachEntryOnceAndTheCountIsKnownWithoutOne() {
        int all = maps.ipcache().count() + 2500;
        for (int i = 0; i < 2500; i++) {
            maps.ipcache().put(new Ipv4Prefix(0x0af40000 + i, 32), new IpcacheRecord(300 + i));
        }
        List<Ipv4Prefix> seen = new ArrayList<>();
        Optional<byte[]> place = Optional.empty();
        int steps = 0;
        do {
            int before = seen.size();
            place = maps.ipcache().next(place, 1024, (prefix, _) -> seen.add(prefix));
            assertThat(seen.size() - before).isLessThanOrEqualTo(1024);
            steps++;
        } while (place.isPresent());
        assertThat(steps).isEqualTo(3);
        assertThat(seen).doesNotHaveDuplicates().hasSize(all);

        assertThat(maps.ipcache().holdsSoMany(all)).isTrue();
        maps.ipcache().remove(new Ipv4Prefix(0x0af40000 + 7, 32));
        assertThat(maps.ipcache().holdsSoMany(all)).isFalse();
        assertThat(maps.ipcache().holdsSoMany(all - 1)).isTrue();
        assertThat(maps.blocks().holdsSoMany(0)).isTrue();
        maps.blocks().put(prefix("192.0.2.0/24"), 1);
        assertThat(maps.blocks().holdsSoMany(0)).isFalse();
    }

    @Test
    void policyEntriesOfEachWidth() {
        Map<PolicyMapKey, PolicyMapEntry> entries =
                Map.of(
                        new PolicyMapKey(9, EGRESS, 0, 0, 0, 0, 0),
                        new PolicyMapEntry(PolicyVerdict.ALLOW, 1, 2),
                        new PolicyMapKey(9, EGRESS, 0xfedcba98, 0, 132, 0, 0),
                        new PolicyMapEntry(PolicyVerdict.PASS, 0, 3),
                        new PolicyMapKey(9, EGRESS, 256, 7, 6, 8080, 12),
                        new PolicyMapEntry(PolicyVerdict.DENY, 0xffffffff, 4, 15001));
        maps.policy().putAll(entries);
        assertThat(maps.policy().all()).isEqualTo(entries);
    }

    @Test
    void aFullMapSaysHowLargeItIs() {
        Map<Ipv4Address, EndpointRecord> many = new HashMap<>();
        for (int i = 1; i <= maps.endpoints().maxEntries() + 1; i++) {
            MacAddress mac = new MacAddress(i);
            many.put(new Ipv4Address(i), new EndpointRecord(i, i, i, i, 1500, mac, mac));
        }
        assertThatThrownBy(() -> maps.endpoints().putAll(many))
                .isInstanceOfSatisfying(
                        NativeException.class, e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG))
                .hasMessageContaining("endpoint_map4")
                .hasMessageContaining("max_entries=4096");
        assertThat(maps.endpoints().count()).isEqualTo(4096);
    }

    @Test
    void epochsGrowAndTheProgramsSeeTheSamePlaces() {
        Ipv4Address remote = Ipv4Address.parse("192.0.2.10");
        int bucket = EpochMap.bucket(remote);
        maps.epochs().advance(List.of(bucket));
        TestPod pod = node.pod("10.244.1.2", 1001);
        maps.epochs().advance(List.of(pod.slot()));
        node.allowAllFrom(pod);
        node.sends(pod, Packet.from(pod.address()).to(remote).udp(40000, 53));
        Flow flow = maps.flows().all().values().iterator().next();
        Flow.Admission admission = flow.egress().orElseThrow();
        assertThat(admission.destinationEpoch()).isEqualTo(maps.epochs().read(bucket)).isPositive();
        assertThat(admission.sourceEpoch())
                .isEqualTo(maps.epochs().read(pod.slot()))
                .isGreaterThan(admission.destinationEpoch());
    }

    @Test
    void theEndsOfAFlowAreInOrderWhoeverBegan() {
        TestPod low = node.pod("10.244.1.2", 1001);
        TestPod high = node.pod("10.244.1.200", 1002);
        node.allowAllFrom(high);
        node.allowAllTo(low);
        node.sends(high, Packet.from(high.address()).to(low.address()).udp(40000, 53));
        FlowKey key = new FlowKey(low.address(), 53, high.address(), 40000, 17);
        assertThat(maps.flows().all()).containsOnlyKeys(key);
        assertThat(maps.flows().lookup(key).orElseThrow().fromLow()).isFalse();
        assertThat(maps.flows().remove(key)).isTrue();
    }

    @Test
    void firstFragmentsAreRemembered() {
        TestPod pod = node.pod("10.244.1.2", 1001);
        node.sends(
                pod,
                Packet.from(pod.address())
                        .to(HookNode.NODE_ADDRESS)
                        .udp(40000, 53)
                        .firstFragment(77));
        assertThat(maps.fragments().all().entrySet())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.getKey().id()).isEqualTo(77);
                            assertThat(entry.getValue().destinationPort()).isEqualTo(53);
                        });
    }

    private static Ipv4Prefix prefix(String text) {
        return Ipv4Prefix.parse(text);
    }
}
