package naru.datapath;

import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import naru.model.Ipv4Address;
import org.junit.jupiter.api.Test;

class PolicyMapKeyTest {

    @Test
    void theKeysPrefixEndsWhereItStopsToMatter() {
        assertThat(key(0, 0, 0).prefixLength()).isEqualTo(104);
        assertThat(key(6, 0, 0).prefixLength()).isEqualTo(112);
        assertThat(key(6, 8080, 12).prefixLength()).isEqualTo(124);
        assertThat(key(6, 80, 16).prefixLength()).isEqualTo(128);
    }

    @Test
    void aPortWithoutAProtocolIsRefused() {
        assertThatThrownBy(() -> key(0, 80, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key(6, 80, 17)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void epochBucketsLieBehindTheSlotsAndSpreadNeighbours() {
        int first = EpochMap.bucket(Ipv4Address.parse("10.244.1.1"));
        int second = EpochMap.bucket(Ipv4Address.parse("10.244.1.2"));
        assertThat(first).isBetween(65536, 65536 + 65535);
        assertThat(second).isBetween(65536, 65536 + 65535).isNotEqualTo(first);
    }

    private static PolicyMapKey key(int protocol, int port, int portPrefix) {
        return new PolicyMapKey(1, INGRESS, 256, 0, protocol, port, portPrefix);
    }
}
