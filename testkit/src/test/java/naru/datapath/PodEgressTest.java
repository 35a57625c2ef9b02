package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import naru.testkit.Frames;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A packet leaves a pod. */
@Tag("root")
class PodEgressTest {

    private HookNode node;
    private TestPod client;
    private TestPod server;

    @BeforeEach
    void twoPodsOfOneNode() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        server = node.pod("10.244.1.3", 1002);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void anAllowedPacketGoesStraightToThePodWithItsAddressesAndOneHopLess() {
        node.allowAllFrom(client);
        node.allowAllTo(server);

        Outcome outcome = node.sends(client, syn(80));

        assertThat(outcome.redirected()).describedAs("%s", outcome).isTrue();
        assertThat(outcome.promised().nextIfindex()).isEqualTo(server.ifindex());
        assertThat(Frames.destinationMac(outcome.packet())).isEqualTo(server.mac());
        assertThat(Frames.sourceMac(outcome.packet())).isEqualTo(server.record().hostMac());
        assertThat(Frames.ttl(outcome.packet())).isEqualTo(63);
        assertThat(Frames.ipv4ChecksumFits(outcome.packet())).isTrue();
    }

    private Packet syn(int port) {
        return Packet.from(client.address())
                .to(server.address())
                .tcp(40000, port)
                .flags(Packet.SYN);
    }
}
