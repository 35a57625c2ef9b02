package naru.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import naru.wire.Json;

/**
 * Answers each operation with what {@code training.json} says, one connection after the other. Not
 * a {@link naru.wire.UnixServer}: what only agents need would be in the commands' cache, and take
 * time at each start.
 */
final class TrainingAgent implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final JsonNode answers;

    private TrainingAgent(ServerSocketChannel listener, JsonNode answers) {
        this.listener = listener;
        this.answers = answers;
    }

    static TrainingAgent listen(Path socket, JsonNode answers) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        TrainingAgent agent = new TrainingAgent(listener, answers);
        Thread.ofPlatform().daemon().start(agent::answerAll);
        return agent;
    }

    private void answerAll() {
        while (listener.isOpen()) {
            try (SocketChannel asker = listener.accept();
                    BufferedReader in =
                            new BufferedReader(Channels.newReader(asker, StandardCharsets.UTF_8));
                    OutputStream out = Channels.newOutputStream(asker)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    out.write(answer(line).getBytes(StandardCharsets.UTF_8));
                }
            } catch (ClosedChannelException e) {
                return; // the training is over
            } catch (IOException e) {
                // this one hung up
            }
        }
    }

    private String answer(String line) throws IOException {
        JsonNode result = answers.path(Json.parse(line).path("op").textValue());
        return Json.line(JsonNodeFactory.instance.objectNode().set("result", result)) + "\n";
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
