package naru.agent.churn;

import java.nio.file.Path;

/**
 * What a runtime asks a network for.
 *
 * @param containerId no other sandbox has, nor had, the same
 * @param pod of namespace {@code a}
 */
record Sandbox(String containerId, String pod, Path netns) {}
