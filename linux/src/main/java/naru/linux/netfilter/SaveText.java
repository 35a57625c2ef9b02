package naru.linux.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code iptables-save -c} prints. */
final class SaveText {

    private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+) \\[(\\d+):(\\d+)]");
    private static final Pattern RULE =
            Pattern.compile("(?:\\[(\\d+):(\\d+)] )?(-A (\\S+)(?: .*)?)");

    /**
     * Extensions whose conditions are all in their options, so that naming them says nothing more.
     */
    private static final Set<String> PLAIN_EXTENSIONS =
            Set.of(
                    "comment",
                    "tcp",
                    "udp",
                    "sctp",
                    "icmp",
                    "mark",
                    "multiport",
                    "conntrack",
                    "state",
                    "addrtype",
                    "owner");

    private final Backend backend;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private String table = "";
    private Map<String, Chain> heads = new LinkedHashMap<>();
    private Map<String, List<Rule>> rules = new LinkedHashMap<>();

    private SaveText(Backend backend) {
        this.backend = backend;
    }

    /**
     * The tables by name. Lines that are not understood are left out, as iptables' own comments
     * are.
     */
    static Map<String, Table> parse(Backend backend, String text) {
        SaveText parser = new SaveText(backend);
        text.lines().forEach(parser::line);
        return Map.copyOf(parser.tables);
    }

    private void line(String line) {
        if (line.startsWith("*")) {
            table = line.substring(1).strip();
            heads = new LinkedHashMap<>();
            rules = new LinkedHashMap<>();
        } else if (line.equals("COMMIT")) {
            finishTable();
        } else if (line.startsWith(":")) {
            chain(line);
        } else {
            rule(line);
        }
    }

    private void chain(String line) {
        Matcher matcher = CHAIN.matcher(line);
        if (matcher.matches()) {
            heads.put(
                    matcher.group(1),
                    new Chain(
                            matcher.group(1),
                            matcher.group(2),
                            count(matcher.group(3)),
                            count(matcher.group(4)),
                            List.of()));
        }
    }

    /** A counter; the kernel's have 64 bits, of which the highest is never reached. */
    private static long count(@Nullable String digits) {
        try {
            return digits == null ? 0 : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void rule(String line) {
        Matcher matcher = RULE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        List<Rule> chain = rules.computeIfAbsent(matcher.group(4), name -> new ArrayList<>());
        long packets = count(matcher.group(1));
        long bytes = count(matcher.group(2));
        chain.add(rule(chain.size() + 1, matcher.group(3), packets, bytes));
    }

    private void finishTable() {
        Map<String, Chain> chains = new LinkedHashMap<>();
        heads.forEach(
                (name, head) ->
                        chains.put(
                                name,
                                new Chain(
                                        name,
                                        head.policy(),
                                        head.packets(),
                                        head.bytes(),
                                        rules.getOrDefault(name, List.of()))));
        tables.put(table, new Table(backend, table, chains, false));
    }

    /** One rule from its text, {@code -A CHAIN …}. */
    static Rule rule(int index, String text, long packets, long bytes) {
        List<String> words = words(text);
        List<Rule.Match> matches = new ArrayList<>();
        String comment = "";
        boolean negated = false;
        int at = 2;
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("!")) {
                negated = true;
            } else if ((word.equals("-j") || word.equals("-g")) && at < words.size()) {
                Rule.Target target =
                        new Rule.Target(
                                words.get(at),
                                word.equals("-g"),
                                words.subList(at + 1, words.size()));
                return new Rule(index, text, matches, comment, Optional.of(target), packets, bytes);
            } else {
                // A comment is one word, also where it looks like an option.
                int end =
                        word.equals("--comment")
                                ? Math.min(at + 1, words.size())
                                : valuesEnd(words, at);
                List<String> values = words.subList(at, end);
                if (word.equals("--comment")) {
                    comment = String.join(" ", values);
                } else if (!word.equals("-m")
                        || !PLAIN_EXTENSIONS.contains(String.join("", values))) {
                    matches.add(new Rule.Match(word, negated, values));
                }
                negated = false;
                at = end;
            }
        }
        return new Rule(index, text, matches, comment, Optional.empty(), packets, bytes);
    }

    private static int valuesEnd(List<String> words, int from) {
        int end = from;
        while (end < words.size()
                && !words.get(end).equals("!")
                && !words.get(end).startsWith("-")) {
            end++;
        }
        return end;
    }

    /**
     * Splits at spaces; double quotes keep words together, a backslash keeps the next character.
     */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean started = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                started = true;
            } else if (c == ' ' && !quoted) {
                if (started || !word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
                started = false;
            } else {
                word.append(c);
            }
        }
        if (started || !word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
