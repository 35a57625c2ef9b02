package naru.linux.netfilter;

import java.util.Map;
import java.util.Optional;

/**
 * What one backend holds in the namespace that was looked at.
 *
 * @param access whether it could be read
 * @param note why not; empty if it was read
 * @param tables by name; a table that nobody made yet is missing, and then filters nothing
 */
public record Ruleset(Backend backend, Access access, String note, Map<String, Table> tables) {

    /** Could it be read? */
    public enum Access {
        READ,
        TOOL_MISSING,
        FAILED
    }

    /** From what the backend's save tool prints with {@code -c}. */
    public static Ruleset parse(Backend backend, String text) {
        return new Ruleset(backend, Access.READ, "", SaveText.parse(backend, text));
    }

    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Optional<Chain> chain(String table, String chain) {
        return table(table).flatMap(t -> t.chain(chain));
    }
}
