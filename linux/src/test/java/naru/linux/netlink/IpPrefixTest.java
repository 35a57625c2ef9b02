package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.244.3.77/24, 10.244.3.0/24",
        "10.255.255.255/9, 10.128.0.0/9",
        "1.2.3.4/32, 1.2.3.4/32",
        "1.2.3.4/0, 0.0.0.0/0",
        "fd00::1:2/112, fd00:0:0:0:0:0:1:0/112"
    })
    void bitsBehindTheLengthAreCleared(String written, String kept) {
        assertThat(IpPrefix.parse(written)).hasToString(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.0.0/23, 10.244.1.255, true",
        "10.244.0.0/23, 10.244.2.0, false",
        "0.0.0.0/0, 10.244.2.0, true",
        "0.0.0.0/0, fd00::1, false"
    })
    void itHoldsTheAddressesThatBeginWithItsBits(String prefix, String address, boolean held) {
        assertThat(IpPrefix.parse(prefix).contains(InetAddress.ofLiteral(address))).isEqualTo(held);
    }

    @Test
    void aLengthThatTheFamilyHasNotIsRefused() {
        assertThatThrownBy(() -> IpPrefix.parse("10.0.0.0/33")).hasMessageContaining("33");
    }
}
