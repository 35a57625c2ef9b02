package naru.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.wire.Operation.Refusal;
import org.jspecify.annotations.Nullable;

/** Asks an agent, or the lab's daemon, one question after the other. Not for several threads. */
public final class WireClient implements AutoCloseable {

    private static final int MAX_PATH_BYTES = 107;

    private final Path socket;
    private final SocketChannel channel;
    private final BufferedReader in;
    private final OutputStream out;

    private WireClient(Path socket, SocketChannel channel) {
        this.socket = socket;
        this.channel = channel;
        this.in =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        this.out = Channels.newOutputStream(channel);
    }

    /** Nobody answers at a socket; the message says where and why. */
    public static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        /** What was found at the socket's path. */
        public enum Why {
            ABSENT,
            NOBODY_LISTENS,
            NOT_PERMITTED,
            HUNG_UP,
            OTHER
        }

        private final Why why;

        private Unreachable(Why why, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.why = why;
        }

        public Why why() {
            return why;
        }
    }

    /** What to do with each line of an answer that goes on. */
    @FunctionalInterface
    public interface Each {

        /** Returns false to hang up. */
        boolean line(JsonNode result) throws IOException;
    }

    /**
     * @throws Unreachable if nobody answers there
     */
    public static WireClient connect(Path socket) throws Unreachable {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new WireClient(socket, channel);
        } catch (IOException e) {
            Unreachable unreachable = unreachable(socket, e);
            closeAfter(channel, unreachable);
            throw unreachable;
        }
    }

    private static Unreachable unreachable(Path socket, IOException cause) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            String limit = " is longer than the " + MAX_PATH_BYTES + " bytes of a socket's path";
            return new Unreachable(Unreachable.Why.OTHER, socket + limit, cause);
        }
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Permission denied")) {
            return new Unreachable(
                    Unreachable.Why.NOT_PERMITTED, "only root may ask " + socket, cause);
        }
        if (cause instanceof SocketException && reason.contains("refused")) {
            String message = "nobody listens at " + socket + ": who made it was killed";
            return new Unreachable(Unreachable.Why.NOBODY_LISTENS, message, cause);
        }
        return Files.exists(socket)
                ? new Unreachable(Unreachable.Why.OTHER, socket + ": " + reason, cause)
                : new Unreachable(Unreachable.Why.ABSENT, "there is no socket " + socket, cause);
    }

    private static void closeAfter(@Nullable SocketChannel channel, IOException failure) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param args a record of {@link AgentRequests}; {@code null}: the operation has none
     * @throws Refusal if the other end says why not
     */
    public JsonNode ask(String op, @Nullable Object args) throws IOException, Refusal {
        send(op, args);
        return result(receive());
    }

    /** As {@link #ask}, with the answer as a record. */
    public <T> T ask(String op, @Nullable Object args, Class<T> type) throws IOException, Refusal {
        return Json.read(ask(op, args), type);
    }

    /** Asks what is answered line by line, until the answer ends or {@code each} has enough. */
    public void stream(String op, @Nullable Object args, Each each) throws IOException, Refusal {
        send(op, args);
        boolean more = true;
        while (more) {
            JsonNode reply = receive();
            more = each.line(result(reply)) && reply.path("more").asBoolean();
        }
    }

    private void send(String op, @Nullable Object args) throws IOException {
        JsonNode given = args == null ? JsonNodeFactory.instance.objectNode() : Json.tree(args);
        String line = Json.line(Json.tree(new Request(Request.VERSION, op, given)));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode receive() throws IOException {
        String line = in.readLine();
        if (line == null) {
            String message = socket + ": the other end hung up before its answer was complete";
            throw new Unreachable(Unreachable.Why.HUNG_UP, message, null);
        }
        try {
            return Json.parse(line);
        } catch (JsonProcessingException e) {
            throw new IOException(socket + ": not an answer: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode result(JsonNode reply) throws Refusal {
        if (reply.path("error") instanceof ObjectNode error) {
            throw new Refusal(
                    new Reply.Failure(
                            error.path("code").asInt(1),
                            error.path("message").asText(),
                            error.path("hint").asText()));
        }
        return reply.path("result");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
