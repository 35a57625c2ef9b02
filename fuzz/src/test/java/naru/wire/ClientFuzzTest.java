package naru.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an agent answers, a command gets records or a sentence. */
@Timeout(3600)
class ClientFuzzTest {

    @TempDir Path folder;
    private Path socket;
    private ServerSocketChannel agent;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        agent.bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void anyAnswerGivesARecordOrASentence() {
        Fuzzing.of("wire-answer")
                .words("\"more\":true", "\"result\":", "\"error\":{", "null", "\n", "[]", "{}")
                .inputs(1200)
                .run(this::answer);
    }

    private void answer(byte[] input) throws IOException {
        Thread answering = Thread.ofVirtual().start(() -> serve(input));
        try (WireClient client = WireClient.connect(socket)) {
            client.stream("status", null, line -> reads(line, input));
        } catch (Refusal e) {
            Wording.checkEmptyOrGood(e.failure().message().replace('\n', ' '), text(input));
            Wording.checkEmptyOrGood(e.failure().hint().replace('\n', ' '), text(input));
        } catch (IOException e) {
            Wording.check(String.valueOf(e.getMessage()), text(input));
        }
        answering.interrupt();
    }

    private static boolean reads(com.fasterxml.jackson.databind.JsonNode line, byte[] input)
            throws IOException {
        try {
            Json.read(line, AgentReplies.Status.class);
            Json.read(line, ExplainReply.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            Wording.check(e.getOriginalMessage(), text(input));
        }
        return true;
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private void serve(byte[] input) {
        try (SocketChannel asker = agent.accept()) {
            ByteBuffer answer = ByteBuffer.wrap(input);
            while (answer.hasRemaining()) {
                asker.write(answer);
            }
            asker.shutdownOutput();
            Channels.newInputStream(asker).readAllBytes();
        } catch (IOException e) {
            // The client has hung up: it has had enough.
        }
    }
}
