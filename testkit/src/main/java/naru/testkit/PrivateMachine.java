package naru.testkit;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import naru.linux.ffi.LibC;

/**
 * A thread with mounts, a bpf file system and a network of its own. The machine's own are neither
 * seen nor touched, and all that was made in it is gone when it is closed.
 */
public final class PrivateMachine implements AutoCloseable {

    /** Where its bpf file system is mounted. */
    public static final String BPF_MOUNT = "/sys/fs/bpf";

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("private-machine").daemon(true).factory());

    public PrivateMachine() {
        call(
                () -> {
                    LibC.unshare(LibC.CLONE_FS | LibC.CLONE_NEWNS | LibC.CLONE_NEWNET);
                    LibC.mount("none", "/", "", LibC.MS_REC | LibC.MS_PRIVATE, "");
                    LibC.mount("bpf", BPF_MOUNT, "bpf", 0, "mode=0700");
                    return true;
                });
    }

    /** Runs an action in it and waits for its end. What the action throws comes out as it is. */
    public <T> T call(Callable<T> action) {
        try {
            return thread.submit(action).get();
        } catch (ExecutionException e) {
            throw switch (Objects.requireNonNull(e.getCause())) {
                case RuntimeException cause -> cause;
                case Error cause -> throw cause;
                case Throwable cause -> new IllegalStateException(cause);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a private machine", e);
        }
    }

    /** As {@link #call}, for what gives nothing back. */
    public void run(Runnable action) {
        call(Executors.callable(action));
    }

    @Override
    public void close() {
        thread.close();
    }
}
