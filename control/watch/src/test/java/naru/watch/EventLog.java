package naru.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestProblem;

/** A sink that keeps what it gets, so that tests can wait for it. */
final class EventLog implements Consumer<ObjectEvent> {

    private static final long PATIENCE_MILLIS = 20_000;

    private final List<ObjectEvent> events = new ArrayList<>();
    private final Map<ObjectKey, ObjectEvent.Put> objects = new TreeMap<>();
    private final Map<String, List<ManifestProblem>> problems = new TreeMap<>();

    @Override
    public synchronized void accept(ObjectEvent event) {
        events.add(event);
        switch (event) {
            case ObjectEvent.Put put -> objects.put(put.object().key(), put);
            case ObjectEvent.Removed(ObjectKey key) -> objects.remove(key);
            case ObjectEvent.ProblemsChanged(String part, List<ManifestProblem> now) ->
                    problems.put(part, now);
            case ObjectEvent.Revision _, ObjectEvent.Synced _ -> {}
        }
        notifyAll();
    }

    /** Waits until this holds. */
    synchronized EventLog await(String what, Predicate<EventLog> condition)
            throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.test(this)) {
            long left = end - System.currentTimeMillis();
            if (left <= 0) {
                throw new AssertionError("never came: " + what + "; got " + events);
            }
            wait(left);
        }
        return this;
    }

    /** Waits for an event and for everything before it. */
    EventLog awaitEvent(ObjectEvent event) throws InterruptedException {
        return await(event.toString(), it -> it.events.contains(event));
    }

    synchronized List<ObjectEvent> events() {
        return List.copyOf(events);
    }

    /** The names of the objects that are there. */
    synchronized List<String> names() {
        return objects.keySet().stream().map(ObjectKey::name).toList();
    }

    synchronized ObjectEvent.Put object(ObjectKey key) {
        return java.util.Objects.requireNonNull(objects.get(key));
    }

    /** All problems that there are. */
    synchronized List<String> problems() {
        return problems.values().stream()
                .flatMap(List::stream)
                .map(ManifestProblem::toString)
                .toList();
    }

    synchronized void clear() {
        events.clear();
    }
}
