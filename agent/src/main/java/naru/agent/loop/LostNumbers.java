package naru.agent.loop;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import naru.apply.map.Kernel;
import naru.apply.map.KernelTable;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.Numbering;
import naru.compile.PolicyKey;
import naru.compile.ReservedIdentity;
import naru.desired.DesiredEndpoint;

/**
 * Numbers that the kernel's maps name and of which nobody knows any more what they stand for: an
 * agent could not keep them, or the file that tells is broken. Nobody else may get one before the
 * maps are as they should be, or a packet could meet an old entry under a new meaning.
 */
public final class LostNumbers {

    private static final int NONE = 0;

    private final Set<Integer> identities = new TreeSet<>();
    private final Set<Integer> blockSets = new TreeSet<>();
    private final Set<Integer> policySets = new TreeSet<>();

    private LostNumbers(Kernel kernel) {
        for (PolicyKey key : rows(kernel.policy()).keySet()) {
            identities.add(key.identity());
            blockSets.add(key.blockSet());
            policySets.add(key.policySet());
        }
        blockSets.addAll(rows(kernel.blocks()).values());
        for (IpcacheEntry entry : rows(kernel.ipcache()).values()) {
            identities.add(entry.identity());
        }
        for (DesiredEndpoint endpoint : rows(kernel.endpoints()).values()) {
            identities.add(endpoint.identity());
            policySets.add(endpoint.policySet());
        }
        identities.removeIf(number -> !ReservedIdentity.isPod(number));
        blockSets.remove(NONE);
        policySets.remove(NONE);
    }

    /** Whoever wrote what makes no sense into a map, its numbers are not known here. */
    private static <K, V> Map<K, V> rows(KernelTable<K, V> table) {
        try {
            return table.dump();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** What is known, and a text that nothing else has for each number that is lost. */
    public static Numbering reserve(Numbering known, Kernel kernel) {
        LostNumbers named = new LostNumbers(kernel);
        return new Numbering(
                with(known.identities(), named.identities),
                with(known.blockSets(), named.blockSets),
                with(known.policySets(), named.policySets));
    }

    private static SortedMap<Integer, String> with(
            Map<Integer, String> known, Set<Integer> numbers) {
        SortedMap<Integer, String> all = new TreeMap<>(known);
        for (int number : numbers) {
            all.putIfAbsent(number, "lost: " + Integer.toUnsignedString(number));
        }
        return all;
    }
}
