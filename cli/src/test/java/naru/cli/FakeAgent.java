package naru.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import naru.wire.Json;
import naru.wire.Operation;
import naru.wire.UnixServer;

/** An agent that knows its answers by heart. */
final class FakeAgent {

    private FakeAgent() {}

    /**
     * Listens until it is closed.
     *
     * @param answers JSON by operation; what is not among them is refused
     */
    static UnixServer listen(Path socket, Map<String, String> answers) throws IOException {
        Map<String, Operation> operations = new java.util.HashMap<>();
        answers.forEach(
                (op, json) -> operations.put(op, (_, answer) -> answer.send(Json.parse(json))));
        return UnixServer.listen(socket, operations);
    }
}
