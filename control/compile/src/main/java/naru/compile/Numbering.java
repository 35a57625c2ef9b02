package naru.compile;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which numbers stand for what on this node, so that a restarted agent goes on with the numbers
 * that the kernel's maps hold. Numbers are unsigned 32 bit; texts are canonical and meant for
 * comparison only.
 */
public record Numbering(
        SortedMap<Integer, String> identities,
        SortedMap<Integer, String> blockSets,
        SortedMap<Integer, String> policySets) {

    /** Nothing is numbered yet. */
    public static final Numbering EMPTY =
            new Numbering(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public Numbering {
        identities = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(identities));
        blockSets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(blockSets));
        policySets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(policySets));
    }
}
