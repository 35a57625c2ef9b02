package naru.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import naru.compile.Numbering;
import naru.compile.ReservedIdentity;
import naru.wire.Json;

/** Numbers line by line: what was numbered later counts. */
final class NumberingLines {

    private final OneKind identities = new OneKind();
    private final OneKind blockSets = new OneKind();
    private final OneKind policySets = new OneKind();

    /**
     * A number that means something else already, such as the host, must never become a pod's; and
     * what is missing here may still be named by the kernel's maps.
     *
     * @throws IllegalArgumentException if no agent writes such a line
     */
    void add(String line) {
        Numbering numbering;
        try {
            JsonNode tree = Json.parse(line);
            for (String table : List.of("identities", "blockSets", "policySets")) {
                if (!tree.path(table).isObject()) {
                    throw new IllegalArgumentException("it has no " + table);
                }
            }
            numbering = Json.read(tree, Numbering.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        check(numbering.identities(), "identity", ReservedIdentity.FIRST_POD);
        check(numbering.blockSets(), "block set", 1);
        check(numbering.policySets(), "policy set", 1);
        numbering.identities().forEach(identities::add);
        numbering.blockSets().forEach(blockSets::add);
        numbering.policySets().forEach(policySets::add);
    }

    private static void check(Map<Integer, String> numbers, String what, int lowest) {
        for (Map.Entry<Integer, String> entry : numbers.entrySet()) {
            if (Integer.compareUnsigned(entry.getKey(), lowest) < 0) {
                throw new IllegalArgumentException(
                        what + " " + entry.getKey() + " is below " + lowest);
            }
        }
    }

    Numbering numbering() {
        return new Numbering(identities.texts, blockSets.texts, policySets.texts);
    }

    private static final class OneKind {
        final SortedMap<Integer, String> texts = new TreeMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        void add(int number, String text) {
            String before = texts.put(number, text);
            if (before != null) {
                numbers.remove(before);
            }
            Integer former = numbers.put(text, number);
            if (former != null && former != number) {
                texts.remove(former);
            }
        }
    }
}
