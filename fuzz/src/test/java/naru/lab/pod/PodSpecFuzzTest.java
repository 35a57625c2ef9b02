package naru.lab.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import naru.lab.cluster.Refused;
import naru.model.Pod;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a pod's manifest asks of its kubelet, it is a specification or a sentence. */
@Timeout(3600)
class PodSpecFuzzTest {

    @Test
    void anyPodIsASpecificationOrRefused() {
        Fuzzing.of("pod-spec")
                .words("null", "[]", "{}", "\"exec\":", "\"httpGet\":", "\"port\":", "-1", "0.5")
                .inputs(2000)
                .run(PodSpecFuzzTest::read);
    }

    private static void read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (ManifestObject object : ManifestReader.read("p.json", text).objects()) {
            if (object.object() instanceof Pod pod) {
                try {
                    assertThat(PodSpec.of(pod, object.raw()).command()).isNotNull();
                } catch (Refused e) {
                    String reason = String.valueOf(e.getMessage());
                    Wording.check(reason.replace('\n', ' '), text);
                }
            }
        }
    }
}
