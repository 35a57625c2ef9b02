package naru.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Text that goes on in the next line. */
final class Paragraph {

    private static final int WIDTH = 118;

    private Paragraph() {}

    /** As an item of a list. */
    static List<String> item(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("-");
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
