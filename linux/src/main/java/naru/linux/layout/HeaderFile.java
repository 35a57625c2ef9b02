package naru.linux.layout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a C header says that type information does not carry: comments behind fields and constants,
 * and {@code #define}d numbers. Understands one declaration a line, as our formatter writes them.
 */
final class HeaderFile {

    private static final Pattern BEGIN = Pattern.compile("(struct|enum) (\\w+) \\{");
    private static final Pattern MEMBER =
            Pattern.compile(
                    "\\s+(?:[\\w ]+? )?\\*?(\\w+)(?:\\[\\w+])?(?: = \\w+)?[;,]?\\s*(?:/\\* (.*) \\*/)?");
    private static final Pattern DEFINE =
            Pattern.compile(
                    "#define ([A-Z]\\w*)\\s+\\(?(\\w+)(?: << (\\d+))?\\)?\\s*(?:/\\* (.*) \\*/)?");

    private final Map<String, Map<String, String>> types = new LinkedHashMap<>();
    private final Map<String, Define> defines = new LinkedHashMap<>();

    /** A number with a name. */
    record Define(int number, String comment) {}

    HeaderFile(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            Matcher member = MEMBER.matcher(line);
            if (begin.matches()) {
                members = new LinkedHashMap<>();
                types.put(begin.group(2), members);
            } else if (member.matches()) {
                members.put(member.group(1), Optional.ofNullable(member.group(2)).orElse(""));
            } else {
                readDefine(line);
            }
        }
    }

    private void readDefine(String line) {
        Matcher define = DEFINE.matcher(line);
        if (!define.matches() || !Character.isDigit(define.group(2).charAt(0))) {
            return;
        }
        int number = Integer.decode(define.group(2));
        if (define.group(3) != null) {
            number <<= Integer.parseInt(define.group(3));
        }
        defines.put(
                define.group(1),
                new Define(number, Optional.ofNullable(define.group(4)).orElse("")));
    }

    /** Comments of the members of the structs and enums declared here, by tag and name. */
    Map<String, Map<String, String>> types() {
        return types;
    }

    Map<String, Define> defines() {
        return defines;
    }
}
