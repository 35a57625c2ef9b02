package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Test
    void textAndBytesAndBackAgain() {
        MacAddress mac = MacAddress.parse("02:00:5e:10:00:ff");

        assertThat(mac.bits()).isEqualTo(0x02005e1000ffL);
        assertThat(mac.bytes()).containsExactly(2, 0, 0x5e, 0x10, 0, 0xff);
        assertThat(MacAddress.of(mac.bytes())).isEqualTo(mac);
        assertThat(mac).hasToString("02:00:5e:10:00:ff");
    }

    @Test
    void aRandomOneIsUnicastAndNobodysOwn() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 1000; i++) {
            assertThat(MacAddress.random(random).bytes()[0] & 3).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:5e:10:00",
                "02-00-5e-10-00-ff",
                "2:0:5e:10:0:ff",
                "xx:00:5e:10:00:ff"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).hasMessageContaining("\"" + text + "\"");
    }
}
