package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient.Unreachable;
import naru.wire.WireClient.Unreachable.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireClientTest {

    @TempDir Path directory;

    private UnixServer serve(String op, Operation operation) throws IOException {
        return UnixServer.listen(socket(), Map.of(op, operation));
    }

    private Path socket() {
        return directory.resolve("s");
    }

    @Test
    void anAnswerComesBackAsItsRecord() throws Exception {
        try (UnixServer _ = serve("echo", (args, answer) -> answer.send(args));
                WireClient client = WireClient.connect(socket())) {
            AgentRequests.PolicyGet question = new AgentRequests.PolicyGet("argocd/redis");
            assertThat(client.ask("echo", question, AgentRequests.PolicyGet.class))
                    .isEqualTo(question);
            assertThat(client.ask("echo", null).isEmpty()).isTrue();
        }
    }

    @Test
    void aStreamEndsWithItsLastLineOrWhenTheListenerHasEnough() throws Exception {
        Operation count =
                (_, answer) -> {
                    answer.stream(1);
                    answer.stream(2);
                    answer.send(3);
                };
        try (UnixServer _ = serve("count", count)) {
            assertThat(counted(9)).containsExactly(1, 2, 3);
            assertThat(counted(2)).containsExactly(1, 2);
        }
    }

    private List<Integer> counted(int enough) throws IOException, Refusal {
        List<Integer> seen = new ArrayList<>();
        try (WireClient client = WireClient.connect(socket())) {
            client.stream(
                    "count",
                    null,
                    line -> {
                        seen.add(line.intValue());
                        return seen.size() < enough;
                    });
        }
        return seen;
    }

    @Test
    void aRefusalKeepsItsCodeAndHint() throws Exception {
        Operation refuse =
                (_, _) -> {
                    throw Refusal.usage("no such endpoint", "naru endpoint list");
                };
        try (UnixServer _ = serve("refuse", refuse);
                WireClient client = WireClient.connect(socket())) {
            assertThatThrownBy(() -> client.ask("refuse", null))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.failure())
                                            .isEqualTo(
                                                    new Reply.Failure(
                                                            2,
                                                            "no such endpoint",
                                                            "naru endpoint list")));
        }
    }

    @Test
    void anAbsentSocketADeadOneAndALongPathAreToldApart() throws IOException {
        assertThat(whyUnreachable(socket())).isEqualTo(Why.ABSENT);
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(whyUnreachable(socket())).isEqualTo(Why.NOBODY_LISTENS);
        assertThat(whyUnreachable(directory.resolve("x".repeat(120)))).isEqualTo(Why.OTHER);
    }

    private static Why whyUnreachable(Path socket) {
        try (WireClient _ = WireClient.connect(socket)) {
            throw new AssertionError("somebody answers");
        } catch (Unreachable e) {
            return e.why();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAgentThatDiesWhileItAnswersIsNoticed() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket()));
            try (WireClient client = WireClient.connect(socket())) {
                try (SocketChannel _ = listener.accept()) {
                    // accepted, and closed without an answer
                }
                assertThatThrownBy(() -> client.ask("status", null))
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
