package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import naru.datapath.EndpointRecord;
import naru.datapath.EventsReader;
import naru.datapath.IpcacheRecord;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much is denied and nobody reads what is told of it: the ring is full, and the check says so. */
@Tag("root")
@Timeout(120)
class UnreadEventsTest extends PodOnAMachine {

    private static final int SENDERS = 6;
    private static final int CLOSED_SET = 3;
    private static final Ipv4Address CLOSED = Ipv4Address.parse("10.244.1.200");

    @Test
    void eventsThatNobodyReadsAreLostUntilSomebodyDoes() throws Exception {
        LossCheck check =
                new LossCheck(
                        () -> new LossCheck.Counters(datapath.maps().eventsLost().lost(), 0, 0),
                        Duration.ofMillis(100));
        assertThat(check.look()).isEmpty();
        endpoint(CLOSED, 100, CLOSED_SET);
        List<DatagramSocket> senders = machine.call(this::senders);
        AtomicBoolean ended = new AtomicBoolean();
        Thread flood = Thread.ofPlatform().daemon(true).start(() -> send(senders, ended));
        List<Finding> found = check.look();
        while (found.isEmpty()) {
            found = check.look();
        }
        assertThat(found)
                .singleElement()
                .satisfies(f -> assertThat(f.symptom()).startsWith("events are being lost"));
        try (EventsReader _ = machine.call(() -> datapath.maps().readEvents(_ -> {}))) {
            while (!check.look().isEmpty()) {
                assertThat(flood.isAlive()).isTrue();
            }
        }
        ended.set(true);
        flood.join();
        senders.forEach(DatagramSocket::close);
    }

    /** At several addresses of the one device: each has a share of events of its own. */
    private List<DatagramSocket> senders() throws Exception {
        datapath.maps()
                .policy()
                .put(
                        new PolicyMapKey(1, PolicyDirection.EGRESS, 0, 0, 0, 0, 0),
                        new PolicyMapEntry(PolicyVerdict.ALLOW, 1, 2));
        List<DatagramSocket> sockets = new ArrayList<>();
        for (int slot = 2; slot < 2 + SENDERS; slot++) {
            Ipv4Address address = Ipv4Address.parse("10.244.1." + (100 + slot));
            InetAddress inPod = InetAddress.ofLiteral(address.toString());
            endpoint(address, slot, 1);
            int link = netns.netlink().link("eth0").orElseThrow().index();
            netns.netlink().execute(Addresses.add(link, inPod, Integer.SIZE));
            sockets.add(netns.call(() -> new DatagramSocket(0, inPod)));
        }
        return sockets;
    }

    private void endpoint(Ipv4Address address, int slot, int policySet) {
        datapath.maps()
                .endpoints()
                .put(
                        address,
                        new EndpointRecord(
                                slot,
                                pod.ifindex(),
                                1001,
                                policySet,
                                pod.attachment().mtu(),
                                new MacAddress(pod.attachment().mac()),
                                new MacAddress(pod.attachment().hostMac())));
        datapath.maps().ipcache().put(address.toPrefix(), new IpcacheRecord(1001));
    }

    private static void send(List<DatagramSocket> senders, AtomicBoolean ended) {
        InetAddress to = InetAddress.ofLiteral(CLOSED.toString());
        try {
            while (!ended.get()) {
                for (DatagramSocket socket : senders) {
                    socket.send(new DatagramPacket(new byte[1], 1, to, 9));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
