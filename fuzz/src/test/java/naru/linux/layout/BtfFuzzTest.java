package naru.linux.layout;

import static org.assertj.core.api.Assertions.assertThat;

import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is called an object file, its types are read within its bounds, or it is refused. */
@Timeout(3600)
class BtfFuzzTest {

    @Test
    void anyObjectFileIsReadOrRefused() {
        Fuzzing.of("btf-object").words("\u007fELF", ".BTF\0").inputs(1500).run(BtfFuzzTest::read);
    }

    private static void read(byte[] input) {
        try {
            BtfFile btf = new BtfFile(input);
            assertThat(btf.structs()).isNotNull();
            assertThat(btf.enums()).isNotNull();
            assertThat(new ElfFile(input).symbols()).isNotNull();
        } catch (IllegalArgumentException e) {
            Wording.check(
                    String.valueOf(e.getMessage()),
                    new String(input, java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
