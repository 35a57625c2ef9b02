package naru.lab;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.wire.LabRequests.Input;
import naru.wire.Operation.Refusal;

/** What commands handed over. */
final class Inbox {

    /**
     * Its objects take many times as much of the daemon's memory, on which the whole lab depends.
     */
    private static final long MOST_BYTES = 16 << 20;

    private Inbox() {}

    /** A text with its name for people. */
    record Text(String name, String text) {}

    static List<Text> read(List<Input> inputs) throws Refusal {
        List<Text> texts = new ArrayList<>();
        for (Input input : inputs) {
            texts.add(read(input));
        }
        return texts;
    }

    static Text read(Input input) throws Refusal {
        Path copy = Path.of(input.path());
        try {
            if (Files.size(copy) > MOST_BYTES) {
                throw Refusal.usage(
                        input.name() + " is larger than " + (MOST_BYTES >> 20) + " MiB",
                        "apply it in parts");
            }
            return new Text(input.name(), Files.readString(copy));
        } catch (MalformedInputException e) {
            throw Refusal.usage(input.name() + ": this is not text in UTF-8", "");
        } catch (IOException e) {
            throw Refusal.failed(input.name() + " can't be read: " + e.getMessage(), "");
        } finally {
            copy.toFile().delete();
        }
    }
}
