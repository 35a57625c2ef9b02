package naru.linux.netfilter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what filters packets in the caller's network namespace. Nothing is changed by looking: the
 * legacy tool makes a table when it is asked for one by name, so it is only called when the kernel
 * lists legacy tables, and without naming any.
 */
public final class NetfilterReader {

    /** Of the calling thread's network namespace, not the process's. */
    private static final Path LEGACY_TABLES = Path.of("/proc/thread-self/net/ip_tables_names");

    private NetfilterReader() {}

    /** Everything as it is now. What can't be read is stated in the answer, never thrown. */
    public static NetfilterState read() {
        List<String> unseen = new ArrayList<>();
        Map<Backend, Ruleset> rulesets = new EnumMap<>(Backend.class);
        Tool.Result nft = Tool.run("", List.of("nft", "list", "ruleset"));
        NftText.Contents contents = NftText.parse(nft.output());
        if (nft.status() != 0) {
            unseen.add(
                    "tables of nftables' own, and whether a table is dormant: "
                            + nft.failure("nft"));
        }
        rulesets.put(Backend.NFT, withDormant(nftRuleset(), contents));
        rulesets.put(Backend.LEGACY, legacyRuleset());
        for (Ruleset ruleset : rulesets.values()) {
            if (ruleset.access() != Ruleset.Access.READ) {
                unseen.add(
                        "rules of the " + ruleset.backend().word() + " backend: " + ruleset.note());
            }
        }
        return new NetfilterState(installedBackend(), rulesets, contents.baseChains(), unseen);
    }

    /**
     * One chain of iptables, without its counters: cheap enough to look again and again.
     *
     * @return empty if nobody made its table in this backend, or the backend's tool is not there
     */
    public static Optional<Chain> chain(Backend backend, String table, String chain) {
        if (backend == Backend.LEGACY && !hasLegacyTable(table)) {
            return Optional.empty();
        }
        Tool.Result result =
                Tool.run("", List.of("iptables-" + backend.word(), "-t", table, "-S", chain));
        if (result.status() != 0) {
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        String policy = "-";
        for (String line : result.output().lines().toList()) {
            if (line.startsWith("-A ")) {
                rules.add(Rule.parse(rules.size() + 1, line));
            } else if (line.startsWith("-P ")) {
                policy = line.substring(line.lastIndexOf(' ') + 1);
            }
        }
        return Optional.of(new Chain(chain, policy, 0, 0, rules));
    }

    private static boolean hasLegacyTable(String table) {
        try {
            return Files.readAllLines(LEGACY_TABLES).contains(table);
        } catch (IOException e) {
            return false; // the file is missing where the kernel has no legacy tables at all
        }
    }

    /** What the command {@code iptables} programs here. */
    public static Backend installedBackend() {
        Tool.Result version = Tool.run("", List.of("iptables", "--version"));
        return version.output().contains("legacy") ? Backend.LEGACY : Backend.NFT;
    }

    private static Ruleset nftRuleset() {
        return ruleset(Backend.NFT, Tool.run("", List.of(Backend.NFT.saveTool(), "-c")));
    }

    private static Ruleset legacyRuleset() {
        try {
            if (Files.readString(LEGACY_TABLES).isBlank()) {
                return new Ruleset(Backend.LEGACY, Ruleset.Access.READ, "", Map.of());
            }
        } catch (IOException e) {
            // The file is missing where the kernel has no legacy tables at all.
            return new Ruleset(Backend.LEGACY, Ruleset.Access.READ, "", Map.of());
        }
        return ruleset(Backend.LEGACY, Tool.run("", List.of(Backend.LEGACY.saveTool(), "-c")));
    }

    private static Ruleset ruleset(Backend backend, Tool.Result result) {
        if (result.status() == 0) {
            return Ruleset.parse(backend, result.output());
        }
        Ruleset.Access access =
                result.missing() ? Ruleset.Access.TOOL_MISSING : Ruleset.Access.FAILED;
        return new Ruleset(backend, access, result.failure(backend.saveTool()), Map.of());
    }

    private static Ruleset withDormant(Ruleset ruleset, NftText.Contents contents) {
        Map<String, Table> tables = new LinkedHashMap<>(ruleset.tables());
        tables.replaceAll(
                (name, table) ->
                        contents.dormantTables().contains(name) ? table.asDormant() : table);
        return new Ruleset(ruleset.backend(), ruleset.access(), ruleset.note(), tables);
    }
}
