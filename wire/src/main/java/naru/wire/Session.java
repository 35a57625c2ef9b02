package naru.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import naru.wire.Operation.Refusal;
import naru.wire.Reply.Failure;
import org.jspecify.annotations.Nullable;

/** One connection: its questions, one after the other. */
final class Session implements Operation.Answer {

    private static final System.Logger LOG = System.getLogger("naru.wire");
    private static final int USAGE = 2;

    /** Characters of a request that the log gets. */
    private static final int LOGGED = 1000;

    private final Lines lines;
    private final OutputStream out;
    private final Map<String, Operation> operations;
    private boolean hangUpWatched;

    Session(SocketChannel connection, Map<String, Operation> operations) {
        this.lines = new Lines(Channels.newInputStream(connection));
        this.out = Channels.newOutputStream(connection);
        this.operations = operations;
    }

    void answerAll(boolean mayAsk) throws IOException {
        try {
            Optional<String> line = lines.next();
            while (line.isPresent() && !hangUpWatched) {
                if (mayAsk) {
                    answer(line.get());
                } else {
                    fail(
                            new Failure(
                                    1, "only root may ask this socket", "run the command as root"));
                }
                line = hangUpWatched ? Optional.empty() : lines.next();
            }
        } catch (Lines.TooLong e) {
            fail(new Failure(USAGE, String.valueOf(e.getMessage()), ""));
        }
    }

    private void answer(String line) throws IOException {
        try {
            Request request = Json.read(line, Request.class);
            operation(request).answer(arguments(request), this);
        } catch (Refusal e) {
            fail(e.failure());
        } catch (JsonProcessingException e) {
            fail(
                    new Failure(
                            USAGE,
                            "the request is not as it should be: " + e.getOriginalMessage(),
                            ""));
        } catch (InterruptedException e) {
            throw new IOException("hung up", e);
        } catch (RuntimeException | Error e) {
            // A fault of ours: people get one sentence, the log gets the rest.
            LOG.log(System.Logger.Level.ERROR, "request failed: " + shortened(line), e);
            fail(new Failure(1, "this request met a fault in the agent", "its log says more"));
        }
    }

    private static String shortened(String line) {
        return line.length() <= LOGGED ? line : line.substring(0, LOGGED) + "...";
    }

    private Operation operation(Request request) throws Refusal {
        if (request.version() != Request.VERSION) {
            String message =
                    "protocol version "
                            + request.version()
                            + " was asked, this agent speaks "
                            + Request.VERSION;
            throw Refusal.usage(message, "use the command and the agent of one build");
        }
        Operation operation = operations.get(request.op());
        if (operation == null) {
            String known = String.join(", ", new TreeSet<>(operations.keySet()));
            throw Refusal.usage(
                    "there is no operation \"" + request.op() + "\"", "there are " + known);
        }
        return operation;
    }

    private static JsonNode arguments(Request request) {
        JsonNode args = request.args();
        return args == null || args.isNull() ? JsonNodeFactory.instance.objectNode() : args;
    }

    private void fail(Failure failure) throws IOException {
        write(new Reply(null, failure, false));
    }

    @Override
    public void send(@Nullable Object result) throws IOException {
        write(new Reply(result, null, false));
    }

    @Override
    public void stream(Object result) throws IOException {
        write(new Reply(result, null, true));
    }

    /** Bit by bit: a list of all addresses of a large cluster is never in memory as text. */
    private void write(Reply reply) throws IOException {
        try {
            Json.writeLine(out, reply);
        } catch (JsonProcessingException e) {
            throw new IOException("half of an answer was sent", e);
        }
    }

    @Override
    public void interruptOnHangUp() {
        Thread answering = Thread.currentThread();
        hangUpWatched = true;
        Thread.ofVirtual()
                .name("hang-up")
                .start(
                        () -> {
                            try {
                                while (lines.next().isPresent()) {
                                    // further requests are not taken
                                }
                            } catch (IOException e) {
                                // gone, one way or the other
                            }
                            answering.interrupt();
                        });
    }
}
