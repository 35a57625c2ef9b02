package naru.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import naru.cli.CommandFailure;
import naru.wire.Json;
import naru.wire.LabPlaces;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import org.jspecify.annotations.Nullable;

/** A talk with a lab's daemon. */
final class LabConnection implements AutoCloseable {

    private final WireClient client;

    private LabConnection(WireClient client) {
        this.client = client;
    }

    /**
     * @throws CommandFailure if no such lab is up
     */
    static LabConnection to(LabPlaces places) {
        try {
            return new LabConnection(WireClient.connect(places.daemonSocket()));
        } catch (WireClient.Unreachable e) {
            String name = places.name();
            throw Files.exists(places.folder())
                    ? new CommandFailure(
                            CommandFailure.FAILED,
                            "the daemon of lab " + name + " does not answer: " + e.getMessage(),
                            "remove what is left of it with: naru lab down --name " + name)
                    : new CommandFailure(
                            CommandFailure.FAILED,
                            "no lab " + name + " is up",
                            "start it with: naru lab up --name " + name);
        }
    }

    JsonNode ask(String op, @Nullable Object args) {
        try {
            return client.ask(op, args);
        } catch (Refusal e) {
            throw CommandFailure.of(e.failure());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static CommandFailure lost(IOException e) {
        return new CommandFailure(
                CommandFailure.FAILED,
                "the lab's daemon is gone: " + e.getMessage(),
                "somebody took the lab down, or killed its daemon");
    }

    <T> T ask(String op, @Nullable Object args, Class<T> type) throws IOException {
        return Json.read(ask(op, args), type);
    }

    /** Asks what may take long; meanwhile {@code waiting} says what goes on. */
    <T> T ask(String op, @Nullable Object args, Class<T> type, Waiting waiting) throws IOException {
        JsonNode[] last = {NullNode.getInstance()};
        try (waiting) {
            client.stream(
                    op,
                    args,
                    line -> {
                        if (line.has("progress")) {
                            waiting.now(line.path("progress").asText());
                        } else {
                            last[0] = line;
                        }
                        return true;
                    });
        } catch (Refusal e) {
            throw CommandFailure.of(e.failure());
        } catch (IOException e) {
            throw lost(e);
        }
        return Json.read(last[0], type);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
