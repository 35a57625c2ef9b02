package naru.bench.load;

import java.nio.file.Path;

/**
 * A client and a server.
 *
 * @param name one word
 * @param client the client's network namespace
 * @param server the server's
 * @param address of the server
 */
public record Flow(String name, Work work, Path client, Path server, String address, int port) {

    String order() {
        return "flow %s %s %s %s %s %d".formatted(name, work.word(), client, server, address, port);
    }
}
