package naru.bench.network;

import java.nio.file.Path;

/**
 * Two ends and a way between them.
 *
 * @param name for people
 * @param client the client's network namespace
 * @param server the server's
 * @param address of the server
 */
public record Network(String name, Path client, Path server, String address) {}
