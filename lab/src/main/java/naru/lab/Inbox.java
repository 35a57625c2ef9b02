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
            String text = Files.readString(copy);
            Files.delete(copy);
            return new Text(input.name(), text);
        } catch (MalformedInputException e) {
            throw Refusal.usage(input.name() + ": this is not text in UTF-8", "");
        } catch (IOException e) {
            throw Refusal.failed(input.name() + " can't be read: " + e.getMessage(), "");
        }
    }
}
