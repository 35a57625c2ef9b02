package naru.testkit.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One role of the native program {@code naru-traffic}: an order is a line, and so is its answer. It
 * ends when we end. One thread at a time.
 */
final class TrafficProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader in;
    private final Writer out;

    /** Plays a role in a network namespace; the work has begun when this returns. */
    TrafficProgram(String role, Path netns, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(file().toString(), role, netns.toString()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
        try {
            answer("ready");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The build puts it beside the classes. */
    private static Path file() {
        URL found = TrafficProgram.class.getResource("naru-traffic");
        try {
            return Path.of(Objects.requireNonNull(found, "naru-traffic is not built").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param kind the answer's first word
     * @return the words behind it
     */
    synchronized List<String> ask(String order, String kind) throws IOException {
        out.write(order + "\n");
        out.flush();
        return answer(kind);
    }

    private List<String> answer(String kind) throws IOException {
        String line = in.readLine();
        List<String> words = line == null ? List.of() : List.of(line.split(" "));
        if (words.isEmpty() || !words.getFirst().equals(kind)) {
            throw new IOException("instead of '" + kind + "' naru-traffic says: " + line);
        }
        return words.subList(1, words.size());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
