package naru.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.cni.CniInstaller;
import naru.wire.Json;

/** The CNI executable and configuration, installed for a node, and called as a runtime does. */
final class InstalledPlugin {

    private final AgentNode node;
    private final Path folder;

    InstalledPlugin(AgentNode node, Path folder) throws IOException {
        this.node = node;
        this.folder = folder;
        CniInstaller.install(binDir(), configDir(), node.socket());
    }

    Path binDir() {
        return folder.resolve("bin");
    }

    Path configDir() {
        return folder.resolve("net.d");
    }

    /**
     * What a call said and how it ended.
     *
     * @param exitCode 0 is success
     */
    record Answer(int exitCode, String output) {

        /** The result or error; the output must be JSON. */
        JsonNode json() {
            try {
                return Json.parse(output);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + output, e);
            }
        }

        int code() {
            return json().path("code").asInt();
        }
    }

    /** Calls the executable. */
    Answer call(Map<String, String> environment, String stdin)
            throws IOException, InterruptedException {
        return run(environment, stdin, List.of(binDir().resolve("naru").toString()));
    }

    /** Runs a program on the node with nothing else in its environment. */
    Answer run(Map<String, String> environment, String stdin, List<String> program)
            throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>(List.of("env", "-i"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(program);
        Process process = node.command(command.toArray());
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    /** A configuration of one plugin, of a version. */
    String config(String version, String more) {
        return "{\"cniVersion\":\"%s\",\"name\":\"naru\",\"type\":\"naru\",\"socket\":\"%s\"%s}"
                .formatted(version, node.socket(), more);
    }
}
