package naru.cli.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import naru.cli.Surroundings;
import naru.wire.BuiltTree;

/** Runs commands in a node. */
public final class NodeCommand {

    private static final long PATIENCE_SECONDS = 20;

    private final NodePlace place;
    private final Map<String, String> variables;

    /**
     * What a command said.
     *
     * @param status how it ended; -1: it could not be run, or took too long
     */
    public record Said(int status, String text) {}

    public NodeCommand(NodePlace place, Surroundings surroundings) {
        this.place = place;
        this.variables = surroundings.variables();
    }

    /** Both outputs, no more than so many bytes. */
    public Said run(int most, String... words) {
        return run(most, List.of(words));
    }

    private Said run(int most, List<String> words) {
        List<String> command = new ArrayList<>(place.enter());
        command.addAll(words);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        }
        Thread.ofVirtual().start(() -> endInTime(process));
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] text = out.readNBytes(most);
            boolean more = out.read() >= 0;
            out.transferTo(java.io.OutputStream.nullOutputStream());
            int status = process.waitFor();
            String said = new String(text, StandardCharsets.UTF_8);
            return new Said(status, more ? said + "\n[cut off here]\n" : said);
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(-1, "interrupted");
        }
    }

    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    /**
     * Looks at the node without its agent: JSON.
     *
     * @param what see the agent's {@code AbsentMain}
     */
    public Said withoutAgent(int most, String what) {
        String home = variables.get(BuiltTree.VARIABLE);
        if (home == null) {
            return new Said(-1, "run it as ./naru, which knows where the agent's classes are");
        }
        try {
            List<String> words =
                    new ArrayList<>(
                            new BuiltTree(Path.of(home))
                                    .java("agent", "naru.agent.absent.AbsentMain"));
            words.add(what);
            place.flags().forEach((key, value) -> words.addAll(List.of("--" + key, value)));
            words.addAll(List.of("--start", place.start()));
            return run(most, words);
        } catch (IOException e) {
            return new Said(-1, "the agent is not built: " + e.getMessage());
        }
    }
}
