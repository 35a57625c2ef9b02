package naru.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SliceTest {

    @Test
    void aReportIsReadWithAndWithoutTrouble() throws IOException {
        assertThat(Slice.parse("slice f0 6046 0 40001090 19981322 19774840 229077 "))
                .isEqualTo(new Slice(6046, 0, 40001090, 19981322, 19774840, 229077, ""));
        assertThat(Slice.parse("slice f0 0 2 1000 1 2 3 connect: Connection timed out").trouble())
                .isEqualTo("connect: Connection timed out");
    }

    @Test
    void anythingElseIsQuoted() {
        assertThatThrownBy(() -> Slice.parse("slice f0 6046 0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("slice f0 6046 0");
        assertThatThrownBy(() -> Slice.parse("slice f0 many 0 1 2 3 4"))
                .hasMessageContaining("many");
        assertThatThrownBy(() -> Slice.parse("place")).hasMessageContaining("place");
    }

    @Test
    void theCostIsAllCpuTimeForEachUnit() {
        Slice slice = new Slice(1000, 0, 9_000_000, 3_000_000, 4_000_000, 1_000_000, "");
        assertThat(slice.cpuCost(Work.REQUEST)).isEqualTo(8000);
        assertThat(slice.time(Work.REQUEST)).isEqualTo(9000);
    }

    @Test
    void bulkCountsMebibytes() {
        Slice slice = new Slice(4 << 20, 0, 8_000_000, 3_000_000, 4_000_000, 1_000_000, "");
        assertThat(slice.cpuCost(Work.BULK)).isEqualTo(2_000_000);
    }
}
