package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import naru.testkit.ThrowAwayNetns;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Limits;
import naru.testkit.fuzz.Wording;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Status;
import naru.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real agent among those who ask nonsense and write nonsense into its folder. */
@Tag("root")
@Timeout(3600)
class HostileAskersTest {

    /** Most of the time is the agent's; the limits are about hanging. */
    private static final Limits LIMITS = new Limits(60, 1L << 30, 10_000);

    private final ThrowAwayNetns x = ThrowAwayNetns.create("x");
    private AgentNode node;

    @BeforeEach
    void aNodeWithAPod() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.pod("x");
        node.settle();
        node.cni("ADD", "x", x.path());
    }

    @AfterEach
    void stopIt() throws Exception {
        node.close();
        x.close();
    }

    private void assertGood() throws Exception {
        assertThat(node.ask("status", "", Status.class).endpoints()).isEqualTo(1);
    }

    @Test
    void whatIsAskedIsAnsweredInSentencesAndTheAgentGoesOn() throws Exception {
        Fuzzing.of("wire")
                .words("\"policy-get\"", "\"ct-list\"", "\"CHECK\"", "\"DEL\"", "null", "\n", "{}")
                .inputs(150)
                .limits(LIMITS)
                .run(this::ask);
        EndpointRow row = node.endpoints().getFirst();
        assertThat(row.pod()).isEqualTo("x");
        assertThat(row.state()).isEqualTo("ready");
    }

    private void ask(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(node.socket()))) {
            Thread writer = Thread.ofVirtual().start(() -> write(channel, input));
            // These wait for what never comes; hanging up on them is all there is to try.
            if (!text.contains("await") && !text.contains("monitor")) {
                BufferedReader answers =
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                    check(Json.parse(line), text);
                }
            }
            writer.join();
        }
        assertGood();
    }

    private static void write(SocketChannel channel, byte[] input) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(input);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            // It hung up on what is too long, and said so.
        }
    }

    private static void check(JsonNode reply, String input) {
        if (reply.path("error").isObject()) {
            String message = reply.path("error").path("message").asText().replace('\n', ' ');
            Wording.check(message, input);
            assertThat(message).doesNotContain("fault in");
        }
    }

    @Test
    void whatIsWrittenIntoTheFolderIsAProblemAndTheRestStaysInForce() throws Exception {
        Fuzzing.of("manifest-json")
                .words("\"10.244.1.1\"", "\"n1\"", "\"a\"", "\"x\"", "null", "{}", "[]")
                .inputs(40)
                .limits(LIMITS)
                .run(input -> write(new String(input, StandardCharsets.UTF_8)));
        node.manifest("hostile", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}");
        node.settle();
        assertGood();
    }

    private void write(String manifest) throws Exception {
        node.manifest("hostile", manifest);
        node.settle();
        Status status = node.ask("status", "", Status.class);
        assertThat(status.endpoints()).isEqualTo(1);
        status.problems()
                .forEach(
                        problem -> {
                            Wording.check(problem.what(), manifest);
                            Wording.checkEmptyOrGood(problem.evidence(), manifest);
                            Wording.checkEmptyOrGood(problem.fix(), manifest);
                        });
    }
}
