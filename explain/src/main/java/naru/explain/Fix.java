package naru.explain;

import java.util.List;

/**
 * A change that lets the packet through.
 *
 * @param what one sentence
 * @param change setting, command or manifest, line by line
 * @param opens what else it lets through
 */
public record Fix(String what, List<String> change, List<String> opens) {

    public Fix {
        change = List.copyOf(change);
        opens = List.copyOf(opens);
    }
}
