package naru.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import naru.watch.manifest.ManifestFolder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the kernel's events of a folder and tells them in order. Reads no file but the one with the
 * revision.
 */
final class FolderWatch implements Runnable {

    /** The link that kubelet swaps to change all files of a mounted ConfigMap at once. */
    private static final String CONFIG_MAP_LINK = "..data";

    /** There on each Linux, and never a folder. */
    private static final Path NO_FOLDER = Path.of("/dev/null");

    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE};
    private static final long ABSENT_CHECK_MILLIS = 100;
    private static final long BUSY_REVISION_MILLIS = 100;

    /**
     * Changes of files wake the watch by themselves; this is for a folder put in the place of this
     * one.
     */
    private static final long REPLACED_CHECK_MILLIS = 2000;

    /**
     * How often the end of the kernel's queue is sought before events are told without a revision.
     */
    private static final int MAX_ROUNDS = 100;

    /**
     * How many events the JDK keeps for us before it says that there were too many; 512 if nobody
     * says.
     */
    private static final String MAX_EVENTS = "jdk.nio.file.WatchService.maxEventsPerPoll";

    static {
        if (System.getProperty(MAX_EVENTS) == null) {
            System.setProperty(MAX_EVENTS, "65536");
        }
    }

    private final Path folder;
    private final Consumer<FolderChange> changes;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable WatchService service;
    private boolean revisionWaits;

    FolderWatch(Path folder, Consumer<FolderChange> changes) {
        this.folder = folder;
        this.changes = changes;
    }

    /** Ends {@link #run}. */
    void close() {
        closed.countDown();
        WatchService open = service;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void run() {
        String said = "";
        try {
            while (closed.getCount() > 0) {
                String why = watchOnce();
                if (!why.isEmpty() && !why.equals(said)) {
                    changes.accept(new FolderChange.Unwatched(why, hint(why)));
                }
                said = why;
                closed.await(ABSENT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // Closed: nothing is left to do.
        }
    }

    private static String hint(String why) {
        return why.contains("inotify") ? "raise the sysctl fs.inotify.max_user_instances" : "";
    }

    /**
     * Watches the folder as long as it is this one; tells why it doesn't any more, or nothing if
     * all was well.
     */
    private String watchOnce() throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            return "is not there: waiting for it";
        }
        try (WatchService watching = folder.getFileSystem().newWatchService()) {
            service = watching;
            WatchKey key = folder.register(watching, KINDS);
            Object identity = identity();
            list();
            while (closed.getCount() > 0) {
                long wait = revisionWaits ? BUSY_REVISION_MILLIS : REPLACED_CHECK_MILLIS;
                WatchKey signalled = watching.poll(wait, TimeUnit.MILLISECONDS);
                if (signalled != null || revisionWaits) {
                    tell(key, watching);
                    if (!key.reset()) {
                        return "is gone: what it held stays in force";
                    }
                } else if (!Objects.equals(identity, identity())) {
                    return Files.isDirectory(folder) ? "" : "is gone: what it held stays in force";
                }
            }
            return "";
        } catch (IOException e) {
            return "can't be watched: " + e.getMessage();
        } finally {
            service = null;
        }
    }

    private @Nullable Object identity() throws IOException {
        return Files.isDirectory(folder)
                ? Files.readAttributes(folder, BasicFileAttributes.class).fileKey()
                : null;
    }

    /**
     * Tells everything. The revision is read first, so that what is listed and read later can't be
     * older.
     */
    private void list() throws IOException {
        OptionalLong revision = revision();
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        names.removeIf(name -> !ManifestFolder.isManifest(name));
        names.sort(null);
        changes.accept(new FolderChange.Listing(names, revision));
    }

    /**
     * Tells what has happened. If the revision has moved, it may have moved again since, by a write
     * whose objects are still in the kernel's queue. So after it was read the queue is emptied
     * first.
     */
    private void tell(WatchKey key, WatchService watching) throws IOException {
        Batch batch = new Batch();
        batch.add(key.pollEvents());
        OptionalLong revision = batch.revision || revisionWaits ? revision() : OptionalLong.empty();
        revisionWaits = false;
        for (int round = 0; revision.isPresent(); round++) {
            Batch later = reachEnd(key, watching);
            batch.names.addAll(later.names);
            batch.listing |= later.listing;
            if (later.isEmpty) {
                break;
            }
            revision = later.revision ? revision() : revision;
            if (round == MAX_ROUNDS) {
                revisionWaits = true;
                revision = OptionalLong.empty();
            }
        }
        if (batch.listing) {
            list();
            return;
        }
        if (!batch.names.isEmpty()) {
            changes.accept(new FolderChange.Touched(batch.names));
        }
        revision.ifPresent(number -> changes.accept(new FolderChange.Reached(number)));
    }

    /**
     * Registering goes through the thread that reads the queue, and that thread reads it before it
     * registers. The folder itself must not be registered again: while the kernel sets the mask of
     * a watch anew (inotify_update_existing_watch), that mask is empty for a moment, and events of
     * that moment are lost.
     */
    private static Batch reachEnd(WatchKey key, WatchService watching) throws IOException {
        Batch batch = new Batch();
        try {
            NO_FOLDER.register(watching, KINDS);
        } catch (NotDirectoryException e) {
            // as it should be
        }
        batch.add(key.pollEvents());
        return batch;
    }

    /** The current revision; none if there is no file or no number in it. */
    private OptionalLong revision() {
        try {
            String text = Files.readString(folder.resolve(ManifestFolder.REVISION_FILE)).strip();
            return OptionalLong.of(Long.parseLong(text));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Events that are told together. */
    private static final class Batch {
        private final Set<String> names = new LinkedHashSet<>();
        private boolean revision;
        private boolean listing;

        private boolean isEmpty = true;

        void add(List<WatchEvent<?>> events) {
            for (WatchEvent<?> event : events) {
                String name = String.valueOf(event.context());
                isEmpty = false;
                listing |= event.kind().equals(OVERFLOW) || name.equals(CONFIG_MAP_LINK);
                revision |= name.equals(ManifestFolder.REVISION_FILE);
                if (ManifestFolder.isManifest(name)) {
                    names.add(name);
                }
            }
        }
    }
}
