package naru.bench.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WakesTest {

    @Test
    void whatAThreadDidIsReadFromTheSchedulersCounts() throws IOException {
        assertThat(
                        Wakes.voluntary(
                                "Name:\tx\nvoluntary_ctxt_switches:\t42\nnonvoluntary_ctxt_switches:\t7\n"))
                .isEqualTo(42);
        assertThat(Wakes.onCpu("123456789 55 12\n")).isEqualTo(123_456_789);
    }

    @Test
    void aThreadWithoutCountsIsAnError() {
        assertThatThrownBy(() -> Wakes.voluntary("Name:\tx\n")).isInstanceOf(IOException.class);
    }
}
