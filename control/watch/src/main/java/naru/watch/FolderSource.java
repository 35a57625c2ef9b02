package naru.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of manifests, watched with inotify. Sub-folders and dot files are not looked at, nor
 * files that are not named {@code .yaml}, {@code .yml} or {@code .json}.
 *
 * <p>A JSON file is taken as soon as it parses, for half a JSON file doesn't. A YAML file may look
 * whole when half written: it is taken when nothing happened to it for {@link Settling#QUIET}. What
 * a broken file held before stays, also from one source to the next where copies are kept. While
 * there is no folder, the source waits for it.
 *
 * <p>One thread only takes events from the kernel, so that its queue doesn't overflow while the
 * other one, which reads files and calls the sink, is busy.
 */
public final class FolderSource implements ObjectSource {

    private final Path folder;
    private final GoodCopies copies;
    private final BlockingQueue<FolderChange> changes = new LinkedBlockingQueue<>();
    private final FolderWatch watch;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable FolderReader reader;

    /** A source that knows nothing of what the files held before it started. */
    public FolderSource(Path folder) {
        this(folder, Optional.empty());
    }

    /**
     * A source that knows what files held before it started.
     *
     * @param copies a folder of its own for copies of manifests that were read; kept from one
     *     source to the next
     */
    public FolderSource(Path folder, Path copies) {
        this(folder, Optional.of(copies));
    }

    private FolderSource(Path folder, Optional<Path> copies) {
        this.folder = folder;
        this.copies = new GoodCopies(copies);
        watch = new FolderWatch(folder, changes::add);
    }

    @Override
    public void start(Consumer<? super ObjectEvent> sink) {
        if (reader != null) {
            throw new IllegalStateException(folder + " is being watched already");
        }
        reader = new FolderReader(folder, copies, changes, sink);
        threads.add(Thread.ofPlatform().name("folder-events").daemon().start(reader));
        threads.add(Thread.ofPlatform().name("folder-watch").daemon().start(watch));
    }

    @Override
    public void close() {
        watch.close();
        if (reader != null) {
            reader.close();
        }
        for (Thread thread : threads) {
            if (!thread.equals(Thread.currentThread())) {
                join(thread);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
