package naru.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import naru.linux.netlink.Netlink;
import naru.linux.netns.Netns;

/**
 * A network namespace of a test, with a netlink socket of its own; gone when closed. Closing twice
 * is fine.
 */
public final class ThrowAwayNetns implements AutoCloseable {

    private final Path path;
    private final Netlink netlink;

    private ThrowAwayNetns(Path path, Netlink netlink) {
        this.path = path;
        this.netlink = netlink;
    }

    /** A new, empty one. */
    public static ThrowAwayNetns create(String name) {
        try {
            Path path = Netns.create(Files.createTempDirectory("naru-test-").resolve(name));
            return new ThrowAwayNetns(path, Netns.call(path, Netlink::open));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("network namespace " + name, e);
        }
    }

    public Path path() {
        return path;
    }

    /** Asks and changes this namespace from any thread. */
    public Netlink netlink() {
        return netlink;
    }

    /** See {@link Netns#call(Path, Callable)}. */
    public <T> T call(Callable<T> action) throws Exception {
        return Netns.call(path, action);
    }

    @Override
    public void close() {
        netlink.close();
        Netns.delete(path);
        try {
            Files.deleteIfExists(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
