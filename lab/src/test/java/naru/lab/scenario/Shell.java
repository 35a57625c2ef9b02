package naru.lab.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Somebody with a shell on a node, a pod or a host.
 *
 * @param at whose network namespace its commands see
 */
record Shell(Place at) {

    /** Runs lines of sh, each of which has to end well; returns what they say. */
    String run(String lines) throws Exception {
        Process process = start("set -e\n" + lines);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("at " + at.name() + ": " + lines + "\n" + said);
        }
        return said;
    }

    /** Runs lines of sh that may fail, for what tidies up. */
    void runAsFarAsItGoes(String lines) throws Exception {
        Process process = start(lines);
        process.getInputStream().readAllBytes();
        process.waitFor();
    }

    private Process start(String lines) throws Exception {
        return at.call(
                () -> {
                    Process process =
                            new ProcessBuilder("sh", "-c", lines).redirectErrorStream(true).start();
                    process.getOutputStream().close();
                    return process;
                });
    }
}
