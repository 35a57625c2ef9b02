package naru.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.model.IgnoredLabels;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.watch.manifest.ManifestReader;
import naru.wire.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is asked, it is a question or a sentence about what there is. */
@Timeout(3600)
class QuestionFuzzTest {

    private static final String CLUSTER =
            """
            {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDR: 10.0.0.0/24},
             status: {addresses: [{type: InternalIP, address: 172.18.0.2}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: n1},
             status: {podIP: 10.0.0.5}}
            """;

    private final Ends ends = new Ends(cluster(), "n1");

    private static Compiler cluster() {
        Compiler compiler = new Compiler("n1", Numbering.EMPTY, IgnoredLabels.NONE);
        ManifestReader.read("c.yaml", CLUSTER).objects().forEach(it -> compiler.put(it.object()));
        compiler.drain();
        return compiler;
    }

    @Test
    void anyQuestionIsUnderstoodOrNot() {
        Fuzzing.of("question")
                .words(
                        "kubelet",
                        "world",
                        "node/",
                        "svc/",
                        "shop/web",
                        "/",
                        "\n",
                        "10.0.0.5",
                        "tcp")
                .inputs(3000)
                .run(this::ask);
    }

    /** Lines: source, destination, port, protocol. */
    private void ask(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        try {
            Question question =
                    ends.question(
                            line(lines, 0), line(lines, 1), port(line(lines, 2)), line(lines, 3));
            assertThat(question.port()).isBetween(0, 65535);
            assertThat(question.toString()).isNotBlank();
        } catch (QuestionException e) {
            String said = new Reply.Failure(2, String.valueOf(e.getMessage()), "").message();
            Wording.check(said, text);
        }
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return text.hashCode();
        }
    }
}
