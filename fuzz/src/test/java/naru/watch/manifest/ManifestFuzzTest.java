package naru.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is in a manifest, reading it gives objects and problems, and never throws. */
@Timeout(3600)
class ManifestFuzzTest {

    private static final String[] WORDS = {
        "---\n",
        "...\n",
        "&a ",
        "*a",
        "<<: ",
        "<<: *a\n",
        "!!int ",
        "!!binary ",
        "!!float ",
        "!!null ",
        "!x ",
        "? ",
        "%YAML 9.9\n",
        "%TAG ! x\n",
        "| \n",
        ">-\n",
        "\n  ",
        "- ",
        "::",
        "{}",
        "[]",
        "~",
        "null",
        ".nan",
        "-.inf",
        "0x",
        "0b",
        "0o8",
        "1__0",
        "65536",
        "2026-01-01",
        "\"\\u0000\"",
        "kind: List\nitems:\n- ",
        "kind: Pod\n",
        "apiVersion: v1\n",
        "metadata:\n  name: a\n",
        "fd00::/8",
        "10.0.0.0/40",
        "10.1.2.3/8",
        "0.0.0.0/0",
        "matchLabels: ",
        "matchExpressions: ",
        "operator: In\n",
        "values: []\n",
        "endPort: 1\n",
        "except: [10.0.0.0/8]\n",
        "namespace: ''\n",
        "cni.projectcalico.org/ipAddrs: '[\"10.1.2.3\"]'\n"
    };

    @Test
    void anyYamlGivesObjectsAndProblems() {
        Fuzzing.of("manifest-yaml").words(WORDS).inputs(1500).run(input -> check("m.yaml", input));
    }

    @Test
    void anyJsonGivesObjectsAndProblems() {
        Fuzzing.of("manifest-json").words(WORDS).inputs(1500).run(input -> check("m.json", input));
    }

    private static void check(String file, byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ManifestReading reading = ManifestReader.read(file, text);
        for (ManifestProblem problem : reading.problems()) {
            Wording.check(problem.toString(), text);
            assertThat(problem.toString()).startsWith(file);
            assertThat(problem.line()).isBetween(0, (int) text.lines().count() + 1);
        }
        assertThat(reading.complete() || reading.hasErrors()).isTrue();
        for (ManifestObject object : reading.objects()) {
            ManifestReading again = ManifestReader.read("again.json", object.raw().toString());
            assertThat(again.objects())
                    .extracting(ManifestObject::object)
                    .containsExactly(object.object());
        }
        ManifestReader.readKeys(file, text)
                .problems()
                .forEach(it -> Wording.check(it.toString(), text));
    }
}
