package naru.lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a lab is described with, it is a lab or a sentence. */
@Timeout(3600)
class LabConfigFuzzTest {

    @Test
    void anyDescriptionIsALabOrAMistake() {
        Fuzzing.of("lab-config")
                .words(
                        "&a ",
                        "*a",
                        "<<: ",
                        "{}",
                        "[]",
                        "null",
                        "mtu: 1",
                        "name: ",
                        "- ",
                        "10.0.0.0/24")
                .inputs(1500)
                .run(LabConfigFuzzTest::read);
    }

    private static void read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            LabConfig config = LabConfigReader.read("lab.yaml", text);
            assertThat(config.subnets()).isNotEmpty();
        } catch (LabConfigException e) {
            String message = String.valueOf(e.getMessage());
            Wording.check(Shown.text(message).replace('\n', ' '), text);
            assertThat(message).startsWith("lab.yaml");
        }
    }
}
