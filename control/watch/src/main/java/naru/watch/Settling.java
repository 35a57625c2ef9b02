package naru.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Files that somebody may still be writing. Times are those of {@link System#nanoTime}. */
final class Settling {

    /** A file to which nothing happened for so long is taken for whole. */
    static final Duration QUIET = Duration.ofMillis(50);

    /** A file that is written to all the time is read after so long nevertheless. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Times(long first, long last) {
        long due() {
            return Math.min(last + QUIET.toNanos(), first + PATIENCE.toNanos());
        }
    }

    private final Map<String, Times> files = new LinkedHashMap<>();

    /** Something happened to this file. */
    void touch(String file, long now) {
        files.merge(file, new Times(now, now), (before, _) -> new Times(before.first(), now));
    }

    /** This file needs no waiting for any more. */
    void settled(String file) {
        files.remove(file);
    }

    /** Takes the files that are due, in the order in which they were touched first. */
    Set<String> takeDue(long now) {
        Set<String> due = new LinkedHashSet<>();
        files.forEach(
                (file, times) -> {
                    if (times.due() - now <= 0) {
                        due.add(file);
                    }
                });
        files.keySet().removeAll(due);
        return due;
    }

    /** When the next file is due; empty if none waits. */
    OptionalLong nextDue() {
        return files.values().stream().mapToLong(Times::due).min();
    }

    /** The files that wait. */
    Set<String> files() {
        return Set.copyOf(files.keySet());
    }
}
