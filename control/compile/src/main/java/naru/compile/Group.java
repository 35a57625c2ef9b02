package naru.compile;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set that tells its listeners who comes and goes; to a listener all members come and go with it.
 */
final class Group<T> {

    interface Listener<T> {

        void joined(T member);

        void left(T member);
    }

    private final Set<T> members = new HashSet<>();
    private final Set<Listener<T>> listeners = new LinkedHashSet<>();

    void join(T member) {
        if (members.add(member)) {
            listeners.forEach(listener -> listener.joined(member));
        }
    }

    void leave(T member) {
        if (members.remove(member)) {
            listeners.forEach(listener -> listener.left(member));
        }
    }

    void attach(Listener<T> listener) {
        if (listeners.add(listener)) {
            members.forEach(listener::joined);
        }
    }

    void detach(Listener<T> listener) {
        if (listeners.remove(listener)) {
            List.copyOf(members).forEach(listener::left);
        }
    }

    boolean unheard() {
        return listeners.isEmpty();
    }

    Set<T> members() {
        return Collections.unmodifiableSet(members);
    }
}
