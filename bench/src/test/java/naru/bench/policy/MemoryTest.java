package naru.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void residentMemoryIsReadInMebibytes() throws IOException {
        assertThat(Memory.parse("Name:\tjava\nVmHWM:\t  99999 kB\nVmRSS:\t  102400 kB\n"))
                .isEqualTo(100);
    }

    @Test
    void aProcessWithoutMemoryIsAnError() {
        assertThatThrownBy(() -> Memory.parse("Name:\tkthreadd\n")).isInstanceOf(IOException.class);
    }
}
