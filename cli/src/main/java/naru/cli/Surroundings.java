package naru.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import naru.cli.text.Paint;
import naru.wire.AgentPlaces;
import naru.wire.Shown;

/**
 * What a command sees of the process that it runs in.
 *
 * @param run where agents and labs have their sockets
 * @param variables of the environment
 */
public record Surroundings(
        PrintStream out, PrintStream err, Paint paint, Path run, Map<String, String> variables) {

    private static final int BUFFER_BYTES = 1 << 16;

    /** The real ones. The script says whether standard output is a terminal that wants colours. */
    static Surroundings ofProcess() {
        return new Surroundings(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new Paint(Boolean.getBoolean("naru.colors")),
                Path.of(AgentPlaces.RUN),
                System.getenv());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
    }

    /** Prints lines on standard output. */
    public void print(List<String> lines) {
        for (String line : lines) {
            out.println(line);
        }
        out.flush();
    }

    /** Says what failed on standard error. */
    public void complain(String message, String hint) {
        out.flush();
        err.println("naru: " + Shown.text(message));
        Shown.text(hint).lines().forEach(line -> err.println("      " + line));
        err.flush();
    }
}
