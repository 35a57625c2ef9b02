package naru.agent;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be closed, last opened first. All of it is tried. */
final class Closing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "closing " + part + " failed", e);
            }
        }
    }
}
