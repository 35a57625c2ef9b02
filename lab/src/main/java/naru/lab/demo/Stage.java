package naru.lab.demo;

import java.io.PrintStream;
import java.util.List;

/** Where the demo speaks: plain text, with a little colour on a terminal. */
final class Stage {

    private static final int WIDTH = 110;

    private final PrintStream out;
    private final boolean colors;
    private int acts;
    private int held;
    private int failed;

    Stage(PrintStream out, boolean colors) {
        this.out = out;
        this.colors = colors;
    }

    /** Opens an act. */
    void act(String title, String about) {
        acts++;
        out.println();
        out.println(
                paint(
                        "1",
                        "== Act "
                                + acts
                                + ": "
                                + title
                                + " "
                                + "=".repeat(Math.max(2, 70 - title.length()))));
        say(about);
        out.println();
    }

    /** A paragraph. */
    void say(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    /** A command as a person would type it. */
    void command(String text) {
        out.println(paint("36", "$ " + text));
    }

    void show(List<String> lines) {
        lines.forEach(out::println);
    }

    /** Something that must be so. */
    void check(boolean holds, String what) {
        if (holds) {
            held++;
            out.println(paint("32", "  ok      ") + what);
        } else {
            failed++;
            out.println(paint("31", "  FAILED  ") + what);
        }
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return colors ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** The last words; returns the exit code. */
    int close() {
        out.println();
        out.println(
                failed == 0
                        ? "All " + held + " checks held."
                        : failed + " of " + (held + failed) + " checks FAILED.");
        return failed == 0 ? 0 : 1;
    }
}
