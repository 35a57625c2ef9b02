package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixServerTest {

    @TempDir Path directory;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private UnixServer server;

    @BeforeEach
    void listen() throws IOException {
        server =
                UnixServer.listen(
                        directory.resolve("s"),
                        Map.of(
                                "echo", (args, answer) -> answer.send(args),
                                "refuse",
                                        (args, answer) -> {
                                            throw Refusal.failed("no", "ask again");
                                        },
                                "wait",
                                        (args, answer) -> {
                                            answer.interruptOnHangUp();
                                            try {
                                                // It may be hung up while this is being written.
                                                answer.stream("first");
                                                new CountDownLatch(1).await();
                                            } finally {
                                                interrupted.countDown();
                                            }
                                        }));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void oneConnectionAsksSeveralQuestions() throws IOException {
        assertThat(
                        ask(
                                "{\"version\":1,\"op\":\"echo\",\"args\":{\"a\":1}}\n{\"version\":1,\"op\":\"echo\"}\n",
                                2))
                .isEqualTo(
                        "{\"result\":{\"a\":1},\"error\":null,\"more\":false}\n"
                                + "{\"result\":{},\"error\":null,\"more\":false}\n");
    }

    @Test
    void aRefusalNamesWhatToDo() throws IOException {
        assertThat(ask("{\"version\":1,\"op\":\"refuse\"}\n", 1))
                .contains("\"message\":\"no\",\"hint\":\"ask again\"");
    }

    @Test
    void anotherVersionIsToldBothNumbers() throws IOException {
        assertThat(ask("{\"version\":7,\"op\":\"echo\"}\n", 1))
                .contains("version 7 was asked, this agent speaks 1");
    }

    @Test
    void anUnknownOperationIsToldWhatThereIs() throws IOException {
        assertThat(ask("{\"version\":1,\"op\":\"sing\"}\n", 1))
                .contains("no operation \\\"sing\\\"", "echo, refuse, wait");
    }

    @Test
    void whatIsNotJsonIsRefusedAndTheConnectionGoesOn() throws IOException {
        assertThat(ask("sing\n{\"version\":1,\"op\":\"echo\"}\n", 2))
                .contains("not as it should be", "\"result\":{}");
    }

    @Test
    void anEndlessLineIsRefused() throws IOException {
        assertThat(ask("x".repeat(Lines.MAX_BYTES), 1)).contains("longer than");
    }

    @Test
    void nobodyElseMayOpenTheSocket() throws IOException {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("s"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aHangUpInterruptsWhoeverAnswers() throws Exception {
        ask("{\"version\":1,\"op\":\"wait\"}\n", 1);
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aNewServerTakesOverTheSocketThatAKilledOneLeft() throws IOException {
        try (UnixServer second = UnixServer.listen(directory.resolve("s"), Map.of())) {
            assertThat(second).isNotNull();
            assertThat(ask("{\"version\":1,\"op\":\"echo\"}\n", 1)).contains("no operation");
        }
    }

    private String ask(String text, int lines) throws IOException {
        try (SocketChannel socket =
                        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("s")));
                BufferedReader in =
                        new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
            StringBuilder answer = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                answer.append(in.readLine()).append('\n');
            }
            return answer.toString();
        }
    }
}
