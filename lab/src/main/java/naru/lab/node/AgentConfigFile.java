package naru.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of one agent, a YAML file of {@code key: value} lines. */
public final class AgentConfigFile {

    private final Path file;

    public AgentConfigFile(Path file) {
        this.file = file;
    }

    /** What it says; nothing if it doesn't exist. */
    public Map<String, String> read() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    values.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return values;
    }

    /** Replaces it, at once and as a whole. */
    public void write(Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        Path half = file.resolveSibling("." + file.getFileName());
        Files.writeString(half, text);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Changes some values; returns what was there before, for those that are other now. */
    public Map<String, String> change(Map<String, String> changes) throws IOException {
        Map<String, String> values = read();
        Map<String, String> before = new LinkedHashMap<>();
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String old = values.put(change.getKey(), change.getValue());
            if (!change.getValue().equals(old)) {
                before.put(change.getKey(), old == null ? "" : old);
            }
        }
        write(values);
        return before;
    }
}
