package naru.agent.loop;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import naru.wire.AgentReplies.Problem;

/** What is not as it should be now, by whoever found it. Any thread. */
public final class ProblemBoard {

    private final SortedMap<String, List<Problem>> bySource = new TreeMap<>();

    /** Replaces what a source said before; an empty list: all is well there. */
    public synchronized void say(String source, List<Problem> problems) {
        if (problems.isEmpty()) {
            bySource.remove(source);
        } else {
            bySource.put(source, List.copyOf(problems));
        }
    }

    /** As {@link #say(String, List)}, with one problem. */
    public void say(String source, Problem problem) {
        say(source, List.of(problem));
    }

    /** All is well at this source. */
    public void clear(String source) {
        say(source, List.of());
    }

    public synchronized List<Problem> all() {
        return bySource.values().stream().flatMap(List::stream).toList();
    }

    /** By source, for those who look at one. */
    public synchronized Map<String, List<Problem>> bySource() {
        return Map.copyOf(bySource);
    }
}
