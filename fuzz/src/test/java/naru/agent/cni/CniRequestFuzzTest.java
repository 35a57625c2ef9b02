package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a runtime writes, it gets a request that can be worked on, or a sentence. */
@Timeout(3600)
class CniRequestFuzzTest {

    private static final Map<String, String> ADD =
            Map.of(
                    "CNI_COMMAND", "ADD",
                    "CNI_CONTAINERID", "c1",
                    "CNI_IFNAME", "eth0",
                    "CNI_NETNS", "/run/netns/x",
                    "CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=a;K8S_POD_NAME=x");

    @Test
    void anyConfigurationOnStdin() {
        Fuzzing.of("cni-config")
                .words(
                        "\"prevResult\":{}",
                        "\"cni.dev/valid-attachments\":[",
                        "\"1.1.0\"",
                        "\"ipam\":{}",
                        "\"mtu\":9000",
                        "null",
                        "\"0.4.0\"",
                        "{}")
                .inputs(2000)
                .run(
                        input -> {
                            String config = new String(input, StandardCharsets.UTF_8);
                            check(new AgentRequests.Cni("/proc/7/root", ADD, config), config);
                            check(
                                    new AgentRequests.Cni("", Map.of("CNI_COMMAND", "GC"), config),
                                    config);
                        });
    }

    @Test
    void anyRequestOfTheRelay() {
        Fuzzing.of("cni-request")
                .words(
                        "CNI_COMMAND",
                        "CNI_ARGS",
                        "K8S_POD_NAME=",
                        ";",
                        "=",
                        "/",
                        "..",
                        "null",
                        "STATUS",
                        "GC",
                        "DEL")
                .inputs(2000)
                .run(input -> request(new String(input, StandardCharsets.UTF_8)));
    }

    private static void request(String text) {
        try {
            check(Json.read(text, AgentRequests.Cni.class), text);
        } catch (JsonProcessingException e) {
            Wording.check(shown(e.getOriginalMessage()), text);
        }
    }

    private static void check(AgentRequests.Cni asked, String input) {
        try {
            if (!(CniRequestReader.read(asked) instanceof CniRequest request)) {
                return;
            }
            assertThat(request.containerId()).isNotEmpty();
            assertThat(request.interfaceName()).hasSizeBetween(1, 15).doesNotContain("/", " ");
            assertThat(request.netns().isPresent() || request.command() == CniRequest.Command.DEL)
                    .isTrue();
        } catch (CniFailure e) {
            Wording.check(shown(String.valueOf(e.getMessage())), input);
            Wording.checkEmptyOrGood(shown(e.details()), input);
        }
    }

    /** As it is sent to the relay. */
    private static String shown(String message) {
        return new Reply.Failure(1, message, "").message().replace('\n', ' ');
    }
}
