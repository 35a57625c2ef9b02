package naru.datapath;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an agent found when it took the datapath over, and what it did.
 *
 * @param maps of another version, by name, and in what they differed; empty: none
 * @param connections that came along, to be judged anew
 * @param lost connections that could not
 * @param findings what was not as it should have been
 */
public record Replacement(
        Map<String, String> maps, int connections, int lost, List<Finding> findings) {

    /**
     * Something that was put right.
     *
     * @param what in a few words
     * @param where a path
     * @param found what was there
     * @param done what became of it, and what to do
     */
    public record Finding(String what, String where, String found, String done) {}

    public Replacement {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        findings = List.copyOf(findings);
    }
}
