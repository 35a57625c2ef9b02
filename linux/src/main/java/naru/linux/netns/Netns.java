package naru.linux.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.LibC;
import naru.linux.ffi.NativeException;

/**
 * Work in other network namespaces. The kernel keeps the namespace per thread, so each call has a
 * fresh platform thread that ends with it: neither the caller's thread, nor, if that is a virtual
 * one, its carrier ever changes.
 *
 * <p>A new thread is in the namespace of the thread that starts it, and who wakes a virtual thread
 * may start a carrier for it, which then stays there and carries others. So the thread of a call is
 * back where it came from before it says that the action has ended.
 */
public final class Netns {

    /** The kernel's NSFS_MAGIC. */
    private static final long NSFS = 0x6e736673;

    /** The namespace of the calling thread. */
    static final Path CURRENT = Path.of("/proc/thread-self/ns/net");

    private Netns() {}

    /**
     * Runs {@code action} in the namespace at {@code path} and waits for its end. Sockets made in
     * it stay in that namespace and may be used from anywhere. Threads that it starts, or that the
     * JDK starts for the virtual threads that it wakes, are in it too and stay there.
     *
     * @param path such as {@code /run/netns/blue} or {@code /proc/123/root/run/netns/blue}
     * @throws NativeException if there is no network namespace at the path
     * @throws Exception what the action throws, as it is
     */
    public static <T> T call(Path path, Callable<T> action) throws Exception {
        try (Descriptor namespace = open(path)) {
            return call(namespace, action);
        }
    }

    /** As {@link #call(Path, Callable)}, for a namespace that is open already. */
    public static <T> T call(Descriptor namespace, Callable<T> action) throws Exception {
        return onFreshThread("netns-call", () -> inside(() -> enter(namespace), action));
    }

    /**
     * Runs {@code action} in a new, empty namespace, which ends with it unless the action keeps it.
     *
     * @param action is given the namespace, open until it ends
     */
    public static <T> T callInNew(Function<Descriptor, T> action) {
        try {
            return onFreshThread(
                    "netns-new",
                    () ->
                            inside(
                                    () -> LibC.unshare(LibC.CLONE_NEWNET),
                                    () -> {
                                        try (Descriptor namespace = open(CURRENT)) {
                                            return action.apply(namespace);
                                        }
                                    }));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a Function threw a checked exception", e);
        }
    }

    /** A thread in a namespace that is open already; it ends when it is closed. */
    public static NetnsThread thread(Descriptor namespace) {
        return NetnsThread.start(namespace);
    }

    /** An action without a result and without checked exceptions, in the namespace at a path. */
    public static void run(Path path, Runnable action) {
        try {
            call(
                    path,
                    () -> {
                        action.run();
                        return true;
                    });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a Runnable threw a checked exception", e);
        }
    }

    /**
     * Opens a namespace, which then lives at least until the descriptor is closed.
     *
     * @throws NativeException ENOENT if nothing is there
     */
    public static Descriptor open(Path path) {
        return LibC.open(path.toString(), LibC.O_RDONLY | LibC.O_CLOEXEC);
    }

    /**
     * Makes a new, empty namespace and binds it to {@code file}, where it stays until {@link
     * #delete}. A failure leaves nothing behind.
     *
     * @param file must not exist; missing folders above it are made
     * @return {@code file}
     */
    public static Path create(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("network namespace " + file + " exists already", e);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for network namespace " + file, e);
        }
        try {
            return onFreshThread(
                    "netns-create",
                    () -> inside(() -> LibC.unshare(LibC.CLONE_NEWNET), () -> bind(file)));
        } catch (Exception e) {
            file.toFile().delete();
            throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
        }
    }

    /**
     * Takes the name of a namespace away; it ends when nothing uses it any more. Nothing there, or
     * a file that remained without its namespace, is fine.
     */
    public static void delete(Path file) {
        try {
            LibC.umount2(file.toString(), LibC.MNT_DETACH);
        } catch (NativeException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("network namespace " + file + " stays", e);
        }
    }

    /**
     * Whether a namespace is at the path, of whichever kind.
     *
     * @throws NativeException ENOENT if nothing is there
     */
    public static boolean isNamespace(Path path) {
        return LibC.fileSystemType(path.toString()) == NSFS;
    }

    /** True if both paths lead to the same namespace. */
    public static boolean same(Path one, Path other) {
        return NetnsId.of(one).equals(NetnsId.of(other));
    }

    private static Path bind(Path file) {
        LibC.mount(CURRENT.toString(), file.toString(), "none", LibC.MS_BIND, "");
        return file;
    }

    /** Runs {@code action} where {@code enter} leads, and leaves again before it returns. */
    private static <T> T inside(Runnable enter, Callable<T> action) throws Exception {
        try (Descriptor home = open(CURRENT)) {
            enter.run();
            try {
                return action.call();
            } finally {
                enter(home);
            }
        }
    }

    static void enter(Descriptor namespace) {
        try {
            LibC.setns(namespace, LibC.CLONE_NEWNET);
        } catch (NativeException e) {
            throw e.errno() == Errno.EINVAL
                    ? new NativeException(e.call(), e.errno(), "it is not a network namespace")
                    : e;
        }
    }

    private static <T> T onFreshThread(String name, Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread.ofPlatform().name(name).daemon(true).start(task);
        return end(task);
    }

    /** Waits for the end of what a thread of ours does; what it throws comes out as it is. */
    static <T> T end(FutureTask<T> task) throws Exception {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true; // it goes on, and the caller must know its end
                } catch (ExecutionException e) {
                    throw cause(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case Exception cause -> cause;
            case Error cause -> throw cause;
            case null, default -> failed;
        };
    }
}
