package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.wire.Json;

/**
 * Which form the files of the state folder have: one number for all of them, which moves when an
 * earlier agent could not make out what a file says. A field that is new moves nothing: who does
 * not know it skips it.
 */
public final class StateFormat {

    /** What this agent writes. */
    static final int OWN = 1;

    /** Since which form an agent can read what this one writes. */
    static final int READABLE_SINCE = 1;

    private static final String FILE = "format";

    /**
     * The file.
     *
     * @param written form of the files
     * @param readableSince the oldest form whose agents can read them
     */
    record Note(int written, int readableSince) {}

    private StateFormat() {}

    /**
     * Looks whether this agent can read a state folder, and notes that it writes to it from now on.
     * Nothing else is touched.
     *
     * @throws IOException if it can't; the message says what to do
     */
    public static void take(Path state) throws IOException {
        take(state, OWN, READABLE_SINCE);
    }

    static void take(Path state, int own, int readableSince) throws IOException {
        Path file = state.resolve(FILE);
        Note now = new Note(own, readableSince);
        if (Files.exists(file)) {
            Note note = read(file);
            if (note.readableSince > own) {
                throw new IOException(
                        ("the files in %s were written by a newer version (form %d, readable since"
                                        + " form %d; this version knows form %d): start that version"
                                        + " again; or move the folder away: naru status then names"
                                        + " the pods that have to be made anew")
                                .formatted(state, note.written, note.readableSince, own));
            }
            if (note.equals(now)) {
                return; // so that a full disk stops nobody
            }
        }
        StateFile.write(file, Json.line(now));
    }

    private static Note read(Path file) throws IOException {
        try {
            Note note = Json.read(Files.readString(file), Note.class);
            if (note.written >= 1 && note.readableSince >= 1) {
                return note;
            }
            throw new IOException("it has no numbers from 1 on");
        } catch (IOException e) {
            throw new IOException(
                    "%s is not what an agent wrote (%s): remove it if no newer version ran here"
                            .formatted(
                                    file,
                                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                    e);
        }
    }
}
