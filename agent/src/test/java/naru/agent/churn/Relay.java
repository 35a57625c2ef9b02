package naru.agent.churn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import naru.cni.CniInstaller;
import naru.wire.Json;

/** The CNI executable as a runtime calls it: each call a process, which somebody may kill. */
final class Relay implements AutoCloseable {

    private static final String CONFIG =
            "{\"cniVersion\":\"1.0.0\",\"name\":\"naru\",\"type\":\"naru\"}";

    /** About as long as a call takes here. */
    private static final long CALL_NANOS = 20_000_000L;

    private final Path executable;
    private final Path socket;
    private final AtomicInteger kills = new AtomicInteger();

    Relay(Path socket) throws IOException {
        this.socket = socket;
        this.executable = Files.createTempFile("naru-relay-", "");
        Files.write(executable, CniInstaller.relay());
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * What a call came to.
     *
     * @param said the result or the error; missing if it was killed or has nothing to say
     */
    record Answer(int exitCode, JsonNode said) {

        boolean good() {
            return exitCode == 0;
        }

        String address() {
            return said.at("/ips/0/address").asText().replace("/32", "");
        }
    }

    Answer call(String command, Sandbox sandbox) throws IOException, InterruptedException {
        return end(start(command, sandbox));
    }

    /** A call whose process is killed, at any moment. */
    Answer callAndKill(String command, Sandbox sandbox, Random random)
            throws IOException, InterruptedException {
        Process process = start(command, sandbox);
        long moment = random.nextLong(CALL_NANOS);
        Thread killer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    LockSupport.parkNanos(moment);
                                    // Process.destroy would close our end of its output.
                                    process.toHandle().destroyForcibly();
                                });
        Answer answer = end(process);
        killer.join();
        if (!answer.good()) {
            kills.incrementAndGet();
        }
        return answer;
    }

    /** Calls that were killed before they had succeeded. */
    int kills() {
        return kills.get();
    }

    private static Answer end(Process process) throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(CONFIG.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // killed before it had read that
        }
        byte[] said = process.getInputStream().readAllBytes();
        return new Answer(process.waitFor(), parse(said));
    }

    private Process start(String command, Sandbox sandbox) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(executable.toString()));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> env = builder.environment();
        env.clear();
        env.put("NARU_SOCKET", socket.toString());
        env.put("CNI_COMMAND", command);
        env.put("CNI_CONTAINERID", sandbox.containerId());
        env.put("CNI_IFNAME", "eth0");
        env.put("CNI_NETNS", sandbox.netns().toString());
        env.put("CNI_PATH", executable.getParent().toString());
        env.put("CNI_ARGS", "K8S_POD_NAMESPACE=a;K8S_POD_NAME=" + sandbox.pod());
        return builder.start();
    }

    private static JsonNode parse(byte[] said) throws IOException {
        String text = new String(said, StandardCharsets.UTF_8);
        return text.isBlank() || !text.endsWith("\n")
                ? MissingNode.getInstance()
                : Json.read(text, JsonNode.class);
    }

    @Override
    public void close() throws IOException {
        Files.delete(executable);
    }
}
