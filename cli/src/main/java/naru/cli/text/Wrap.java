package naru.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Wrap {

    private Wrap() {}

    /**
     * Lines of at most {@code width} characters, broken at blanks; a word that is longer is cut,
     * nothing is left out. Never empty.
     *
     * @param width at least 1
     */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            breakInto(lines, paragraph, width);
        }
        return lines;
    }

    private static void breakInto(List<String> lines, String paragraph, int width) {
        String rest = paragraph;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(blank > 0 ? end + 1 : end);
        }
        lines.add(rest);
    }
}
