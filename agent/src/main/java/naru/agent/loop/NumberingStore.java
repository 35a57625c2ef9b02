package naru.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import naru.agent.endpoint.StateFile;
import naru.compile.Numbering;
import naru.compile.ReservedIdentity;
import naru.wire.Json;

/** The compiler's numbers on disk. */
public final class NumberingStore {

    private final Path file;
    private Numbering stored = Numbering.EMPTY;

    public NumberingStore(Path file) {
        this.file = file;
    }

    /**
     * What was kept; {@link Numbering#EMPTY} the first time.
     *
     * @throws IOException if it can't be read; the message says what to do
     */
    public Numbering load() throws IOException {
        if (Files.exists(file)) {
            try {
                stored = read(Files.readString(file));
            } catch (JsonProcessingException e) {
                throw foreign(e.getOriginalMessage(), e);
            } catch (CharacterCodingException e) {
                throw foreign("it is not UTF-8 text", e);
            } catch (IllegalArgumentException e) {
                throw foreign(String.valueOf(e.getMessage()), e);
            }
        }
        return stored;
    }

    private IOException foreign(String why, Exception cause) {
        String message = file + " is not what this agent wrote: " + why;
        return new IOException(message + " (move it away: pods get new identities)", cause);
    }

    /**
     * A number that means something else already, such as the host, must never become a pod's; and
     * what is missing here may still be named by the kernel's maps.
     */
    private static Numbering read(String text) throws JsonProcessingException {
        JsonNode tree = Json.parse(text);
        for (String table : List.of("identities", "blockSets", "policySets")) {
            if (!tree.path(table).isObject()) {
                throw new IllegalArgumentException("it has no " + table);
            }
        }
        Numbering numbering = Json.read(tree, Numbering.class);
        check(numbering.identities(), "identity", ReservedIdentity.FIRST_POD);
        check(numbering.blockSets(), "block set", 1);
        check(numbering.policySets(), "policy set", 1);
        return numbering;
    }

    private static void check(Map<Integer, String> numbers, String what, int lowest) {
        for (Map.Entry<Integer, String> entry : numbers.entrySet()) {
            if (Integer.compareUnsigned(entry.getKey(), lowest) < 0) {
                throw new IllegalArgumentException(
                        what + " " + entry.getKey() + " is below " + lowest);
            }
        }
    }

    /** Keeps the numbers if they changed; on disk when it returns. */
    public void save(Numbering numbering) {
        if (numbering.equals(stored)) {
            return;
        }
        try {
            StateFile.write(file, Json.line(numbering));
            stored = numbering;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep identities in " + file, e);
        }
    }
}
