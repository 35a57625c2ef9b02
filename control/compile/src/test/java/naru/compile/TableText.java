package naru.compile;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All tables of a compiler as texts without numbers, so that two of them can be compared. */
final class TableText {

    private final Compiler compiler;
    private final Numbering numbering;

    private TableText(Compiler compiler) {
        this.compiler = compiler;
        this.numbering = compiler.numbering();
    }

    static SortedMap<String, String> of(Compiler compiler) {
        return new TableText(compiler).tables();
    }

    private SortedMap<String, String> tables() {
        SortedMap<String, String> text = new TreeMap<>();
        compiler.policyEntries()
                .forEach((key, entry) -> text.put("policy " + key(key), entry(entry)));
        compiler.ipcache()
                .forEach(
                        (prefix, e) ->
                                text.put(
                                        "ipcache " + prefix,
                                        identity(e.identity()) + " " + e.owner()));
        compiler.blocks().forEach((prefix, set) -> text.put("block " + prefix, blocks(set)));
        compiler.endpoints()
                .forEach(
                        (slot, e) ->
                                text.put(
                                        "endpoint " + slot,
                                        identity(e.identity()) + " " + set(e.policySet())));
        compiler.identities()
                .forEach(identity -> text.put("identity " + identity(identity.number()), ""));
        return text;
    }

    private String key(PolicyKey key) {
        return "%s %s %s %s %s"
                .formatted(
                        set(key.policySet()),
                        key.direction(),
                        identity(key.identity()),
                        blocks(key.blockSet()),
                        key.ports());
    }

    private String entry(PolicyEntry entry) {
        return entry.verdict() + " " + entry.precedence() + " " + compiler.origins(entry.rule());
    }

    private String identity(int number) {
        return ReservedIdentity.isPod(number)
                ? numbering.identities().getOrDefault(number, "nobody " + number)
                : Identity.text(number);
    }

    private String blocks(int number) {
        return new TreeSet<>(compiler.blockSet(number).stream().map(Object::toString).toList())
                .toString();
    }

    private String set(int number) {
        return number == 0
                ? "closed"
                : numbering.policySets().getOrDefault(number, "nothing " + number);
    }
}
