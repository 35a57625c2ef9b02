package naru.compile;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What rules are compiled against, and where to.
 *
 * @param peers all identities
 * @param identity a live identity by its number
 */
record Sources(
        PolicyTable table,
        SelectorIndex peers,
        Blocks blocks,
        IntFunction<Optional<Identity>> identity) {}
