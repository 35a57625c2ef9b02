package naru.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.agent.endpoint.StateFile;
import naru.compile.Numbering;
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
                stored = Json.read(Files.readString(file), Numbering.class);
            } catch (JsonProcessingException e) {
                String message = file + " is not what this agent wrote: " + e.getOriginalMessage();
                throw new IOException(message + " (move it away: pods get new identities)", e);
            }
        }
        return stored;
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
