package naru.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.ManifestProblem.Severity;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/** Reads the files of a folder as they change and delivers what that means. Runs on one thread. */
final class FolderReader implements Runnable {

    private static final System.Logger LOG = System.getLogger(FolderReader.class.getName());
    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    /** An event that waits until these files have been read. */
    private record Held(Set<String> files, ObjectEvent event) {}

    private final Path folder;
    private final BlockingQueue<FolderChange> changes;
    private final Consumer<? super ObjectEvent> sink;
    private final FolderState state = new FolderState();
    private final Settling settling = new Settling();
    private final Deque<Held> held = new ArrayDeque<>();
    private volatile boolean closed;
    private boolean synced;
    private OptionalLong revision = OptionalLong.empty();

    FolderReader(
            Path folder, BlockingQueue<FolderChange> changes, Consumer<? super ObjectEvent> sink) {
        this.folder = folder;
        this.changes = changes;
        this.sink = sink;
    }

    /** Ends {@link #run} after the event that is being delivered. */
    void close() {
        closed = true;
        changes.add(new FolderChange.Touched(Set.of()));
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                OptionalLong due = settling.nextDue();
                long wait = due.isPresent() ? due.getAsLong() - System.nanoTime() : FOREVER;
                FolderChange change = changes.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                if (change != null) {
                    take(change);
                }
                Set<String> files = settling.takeDue(System.nanoTime());
                files.forEach(this::readAsItIs);
                deliver();
            }
        } catch (InterruptedException e) {
            // Somebody wants this thread to end: nothing is left to do.
        }
    }

    private void take(FolderChange change) {
        switch (change) {
            case FolderChange.Listing listing -> takeListing(listing);
            case FolderChange.Touched touched -> touchAll(touched.names());
            case FolderChange.Reached reached -> hold(new ObjectEvent.Revision(reached.revision()));
            case FolderChange.Unwatched(String message, String hint) ->
                    state.folderProblem(
                            folder.toString(),
                            List.of(
                                    new ManifestProblem(
                                            Severity.ERROR,
                                            folder.toString(),
                                            0,
                                            "",
                                            "",
                                            message,
                                            hint)));
        }
    }

    private void takeListing(FolderChange.Listing listing) {
        state.folderProblem(folder.toString(), List.of());
        Collection<String> gone = new HashSet<>(state.files());
        listing.names().forEach(name -> gone.remove(path(name)));
        List<String> fresh = new ArrayList<>();
        gone.forEach(file -> fresh.add(folder.relativize(Path.of(file)).toString()));
        for (String name : listing.names()) {
            if (isFresh(name)) {
                fresh.add(name);
            } else {
                readAsItIs(name);
            }
        }
        touchAll(fresh);
        if (!synced) {
            synced = true;
            hold(new ObjectEvent.Synced());
        }
        listing.revision().ifPresent(number -> hold(new ObjectEvent.Revision(number)));
    }

    /**
     * Files that changed together are due together, so that one which was only renamed is never
     * missed.
     */
    private void touchAll(Collection<String> names) {
        long now = System.nanoTime();
        names.forEach(name -> touch(name, now));
    }

    /** JSON is read at once; if it doesn't parse it may be half of a file, as YAML always may. */
    private void touch(String name, long now) {
        if (name.endsWith(".json")) {
            if (Files.notExists(folder.resolve(name))) {
                settling.settled(name);
                state.gone(path(name));
                return;
            }
            ManifestReading reading = ManifestReader.read(folder.resolve(name));
            if (reading.complete() && !isEmpty(reading)) {
                settling.settled(name);
                state.read(path(name), reading);
                return;
            }
        }
        settling.touch(name, now);
    }

    private static boolean isEmpty(ManifestReading reading) {
        return reading.objects().isEmpty() && reading.problems().isEmpty();
    }

    private boolean isFresh(String name) {
        try {
            long age =
                    System.currentTimeMillis()
                            - Files.getLastModifiedTime(folder.resolve(name)).toMillis();
            return age >= 0 && age < Settling.QUIET.toMillis();
        } catch (IOException e) {
            return true;
        }
    }

    private void readAsItIs(String name) {
        settling.settled(name);
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            Object before = version(file);
            ManifestReading reading = ManifestReader.read(file);
            if (before.equals(version(file))) {
                state.read(path(name), reading);
            } else {
                settling.touch(name, System.nanoTime());
            }
        } else if (Files.notExists(file)) {
            state.gone(path(name));
        }
    }

    /** Changes when somebody writes to the file. */
    private static Object version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Delivers an event after the files that wait now have been read. */
    private void hold(ObjectEvent event) {
        held.add(new Held(new HashSet<>(settling.files()), event));
    }

    private void deliver() {
        state.takeEvents().forEach(this::send);
        Set<String> waiting = settling.files();
        held.forEach(it -> it.files().retainAll(waiting));
        while (!held.isEmpty() && held.getFirst().files().isEmpty()) {
            ObjectEvent event = held.removeFirst().event();
            if (!(event instanceof ObjectEvent.Revision(long number)) || isNew(number)) {
                send(event);
            }
        }
    }

    private boolean isNew(long number) {
        boolean isNew = !revision.equals(OptionalLong.of(number));
        revision = OptionalLong.of(number);
        return isNew;
    }

    private void send(ObjectEvent event) {
        if (closed) {
            return;
        }
        try {
            sink.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the sink of " + folder + " failed on " + event, e);
        }
    }
}
