package naru.linux.netfilter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code nft list ruleset} prints, as far as iptables does not show it: tables that are
 * dormant, and base chains of its own.
 */
final class NftText {

    private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{");
    private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{");
    private static final Pattern BASE =
            Pattern.compile(
                    "type \\S+ hook (\\S+) (?:device .* )?priority ([^;]+);(?: policy (\\S+);)?.*");
    private static final Pattern JUMP = Pattern.compile("\\b(?:jump|goto) (\\S+)$");
    private static final Map<String, Integer> PRIORITIES =
            Map.of(
                    "raw",
                    -300,
                    "mangle",
                    -150,
                    "dstnat",
                    -100,
                    "filter",
                    0,
                    "security",
                    50,
                    "srcnat",
                    100);
    private static final Set<String> IPTABLES_TABLES =
            Set.of("filter", "nat", "mangle", "raw", "security");
    private static final Set<String> IPTABLES_CHAINS =
            Set.of("INPUT", "OUTPUT", "FORWARD", "PREROUTING", "POSTROUTING");

    private final List<NativeChain> chains = new ArrayList<>();
    private final Map<String, List<String>> chainRules = new HashMap<>();
    private final Set<String> dormant = new HashSet<>();
    private String family = "";
    private String table = "";
    private String chain = "";
    private int depth;

    private NftText() {}

    /**
     * @param dormantTables names of tables of family ip that the kernel does not evaluate
     */
    record Contents(List<NativeChain> baseChains, Set<String> dormantTables) {}

    static Contents parse(String text) {
        NftText parser = new NftText();
        text.lines().map(String::strip).forEach(parser::line);
        List<NativeChain> bases =
                parser.chains.stream()
                        .filter(
                                base ->
                                        !parser.dormant.contains(
                                                base.family() + " " + base.table()))
                        .map(parser::withRules)
                        .toList();
        Set<String> dormantTables = new HashSet<>();
        parser.dormant.stream()
                .filter(d -> d.startsWith("ip "))
                .forEach(d -> dormantTables.add(d.substring(3)));
        return new Contents(bases, dormantTables);
    }

    private void line(String line) {
        Matcher opened;
        if (depth == 0 && (opened = TABLE.matcher(line)).matches()) {
            family = opened.group(1);
            table = opened.group(2);
            depth = 1;
        } else if (depth == 1 && (opened = CHAIN.matcher(line)).matches()) {
            chain = opened.group(1);
            depth = 2;
        } else if (depth == 1 && line.startsWith("flags") && line.contains("dormant")) {
            dormant.add(family + " " + table);
        } else if (depth == 2 && !chain.isEmpty() && !line.equals("}")) {
            inChain(line);
        } else if (line.endsWith("{")) {
            depth++;
        } else if (line.equals("}")) {
            depth--;
            chain = "";
        }
    }

    private void inChain(String line) {
        Matcher base = BASE.matcher(line);
        if (!base.matches()) {
            chainRules.computeIfAbsent(place(chain), name -> new ArrayList<>()).add(line);
        } else if (!madeByIptables()) {
            String policy = base.group(3) == null ? "accept" : base.group(3);
            chains.add(
                    new NativeChain(
                            family,
                            table,
                            chain,
                            base.group(1),
                            priority(base.group(2)),
                            policy,
                            List.of()));
        }
    }

    private boolean madeByIptables() {
        return family.equals("ip")
                && IPTABLES_TABLES.contains(table)
                && IPTABLES_CHAINS.contains(chain);
    }

    private String place(String ofChain) {
        return family + " " + table + " " + ofChain;
    }

    private NativeChain withRules(NativeChain base) {
        String table = base.family() + " " + base.table() + " ";
        Set<String> reached = new LinkedHashSet<>(Set.of(base.name()));
        List<String> rules = new ArrayList<>();
        for (Deque<String> next = new ArrayDeque<>(reached); !next.isEmpty(); ) {
            for (String rule : chainRules.getOrDefault(table + next.remove(), List.of())) {
                rules.add(rule);
                Matcher jump = JUMP.matcher(rule);
                if (jump.find() && reached.add(jump.group(1))) {
                    next.add(jump.group(1));
                }
            }
        }
        return new NativeChain(
                base.family(),
                base.table(),
                base.name(),
                base.hook(),
                base.priority(),
                base.policy(),
                rules);
    }

    /** {@code filter}, {@code -150}, {@code filter + 10}. */
    private static int priority(String text) {
        int sum = 0;
        int sign = 1;
        for (String word : text.strip().split(" ")) {
            switch (word) {
                case "+" -> sign = 1;
                case "-" -> sign = -1;
                default -> sum += sign * number(word);
            }
        }
        return sum;
    }

    private static int number(String word) {
        Integer named = PRIORITIES.get(word);
        return named != null ? named : word.matches("-?\\d{1,9}") ? Integer.parseInt(word) : 0;
    }
}
