package naru.linux.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StructBytesTest {

    private final byte[] bytes = new byte[16];

    @Test
    void networkOrderHasTheHighestByteFirst() {
        StructBytes.putBe16(bytes, 1, 0xfedc);
        StructBytes.putBe32(bytes, 3, 0xc0a80001);
        assertThat(bytes).startsWith(0, 0xfe, 0xdc, 0xc0, 0xa8, 0, 1, 0);
        assertThat(StructBytes.getBe16(bytes, 1)).isEqualTo(0xfedc);
        assertThat(StructBytes.getBe32(bytes, 3)).isEqualTo(0xc0a80001);
    }

    @Test
    void aMacAddressIsOneNumber() {
        StructBytes.putU8Array(bytes, 2, 6, 0x0200_0000_00ffL);
        assertThat(bytes).startsWith(0, 0, 2, 0, 0, 0, 0, 0xff);
        assertThat(StructBytes.getU8Array(bytes, 2, 6)).isEqualTo(0x0200_0000_00ffL);
    }

    @Test
    void numbersAreUnsigned() {
        StructBytes.putU8(bytes, 0, 255);
        StructBytes.putU16(bytes, 2, 65535);
        assertThat(StructBytes.getU8(bytes, 0)).isEqualTo(255);
        assertThat(StructBytes.getU16(bytes, 2)).isEqualTo(65535);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> StructBytes.putU8(bytes, 0, 256))
                .hasMessage("256 is not in 0..255");
        assertThatThrownBy(() -> StructBytes.putBe16(bytes, 0, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StructBytes.putBe32Array(bytes, 0, 4, List.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
