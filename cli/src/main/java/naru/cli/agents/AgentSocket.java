package naru.cli.agents;

import java.nio.file.Path;

/**
 * Where an agent answers.
 *
 * @param node its name; empty if only the agent knows it
 */
public record AgentSocket(String node, Path path) {}
