package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Limits;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written to the agent's socket, it answers in sentences and goes on. */
@Timeout(3600)
class ServerFuzzTest {

    private static final String GOOD = "{\"version\":1,\"op\":\"status\",\"args\":{}}\n";

    @TempDir Path folder;
    private Path socket;
    private UnixServer server;

    @BeforeEach
    void listen() throws IOException {
        Map<String, Operation> operations = new HashMap<>();
        operations.put("status", (_, answer) -> answer.send("fine"));
        reading(operations, "policy-get", AgentRequests.PolicyGet.class);
        reading(operations, "monitor", AgentRequests.Monitor.class);
        reading(operations, "await", AgentRequests.Await.class);
        reading(operations, "explain", AgentRequests.Explain.class);
        reading(operations, "cni", AgentRequests.Cni.class);
        reading(operations, "up", LabRequests.Up.class);
        reading(operations, "apply", LabRequests.Apply.class);
        reading(operations, "config", LabRequests.Config.class);
        socket = folder.resolve("s");
        server = UnixServer.listen(socket, operations);
    }

    /** Texts, lists and maps are there, whatever was sent: nobody behind asks for null. */
    private static void reading(
            Map<String, Operation> operations, String name, Class<? extends Record> type) {
        operations.put(
                name,
                (args, answer) -> {
                    Record read = Json.read(args, type);
                    for (var component : type.getRecordComponents()) {
                        if (List.of(String.class, List.class, Map.class)
                                .contains(component.getType())) {
                            assertThat(value(read, component.getName())).isNotNull();
                        }
                    }
                    answer.send(read);
                });
    }

    private static Object value(Record read, String component) {
        try {
            return read.getClass().getMethod(component).invoke(read);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void anyBytesAreAnsweredInSentences() {
        Fuzzing.of("wire")
                .words(
                        "{\"version\":1,\"op\":\"",
                        "null",
                        "[]",
                        "\"args\":{}",
                        "\n",
                        "}\n{",
                        "1e400")
                .inputs(400)
                .limits(new Limits(20, 512 << 20, 5000)) // reads all answers too
                .run(this::ask);
    }

    private void ask(byte[] input) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread writer = Thread.ofVirtual().start(() -> write(channel, input));
            BufferedReader answers =
                    new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                check(line, input);
            }
            writer.interrupt();
        }
        assertThat(ask(GOOD)).contains("fine");
    }

    /** In pieces, then the half of the connection is closed. */
    private static void write(SocketChannel channel, byte[] input) {
        Random random = new Random(Arrays.hashCode(input));
        try {
            for (int at = 0; at < input.length; ) {
                int length =
                        Math.min(input.length - at, 1 + random.nextInt(1 << random.nextInt(16)));
                ByteBuffer piece = ByteBuffer.wrap(input, at, length);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
                at += length;
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            // It hung up on what is too long, and said so.
        }
    }

    private static void check(String line, byte[] input) throws IOException {
        JsonNode reply = Json.parse(line);
        if (reply.path("result").isNull() && reply.path("error").isObject()) {
            String text = new String(input, StandardCharsets.UTF_8);
            String message = reply.path("error").path("message").asText().replace('\n', ' ');
            Wording.check(message, text);
            Wording.checkEmptyOrGood(reply.path("error").path("hint").asText(), text);
            assertThat(message).doesNotContain("a fault in");
        }
    }

    private String ask(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    @Test
    void whoNeverEndsALineHoldsUpNobody() throws IOException {
        List<SocketChannel> idle = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("{\"version\":1".getBytes(StandardCharsets.UTF_8)));
            idle.add(channel);
        }
        assertThat(ask(GOOD)).contains("fine");
        for (SocketChannel channel : idle) {
            channel.close();
        }
        assertThat(ask(GOOD)).contains("fine");
    }
}
