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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.ManifestProblem.Severity;

/** Reads the files of a folder as they change and delivers what that means. Runs on one thread. */
final class FolderReader implements Runnable {

    private static final System.Logger LOG = System.getLogger(FolderReader.class.getName());
    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    /** An event that waits until these files have been read. */
    private record Held(Set<String> files, ObjectEvent event) {}

    private final Path folder;
    private final BlockingQueue<FolderChange> changes;
    private final Consumer<? super ObjectEvent> sink;
    private final GoodCopies copies;
    private final FolderState state = new FolderState();
    private final Settling settling = new Settling();
    private final Deque<Held> held = new ArrayDeque<>();
    private volatile boolean closed;
    private boolean synced;
    private OptionalLong revision = OptionalLong.empty();

    FolderReader(
            Path folder,
            GoodCopies copies,
            BlockingQueue<FolderChange> changes,
            Consumer<? super ObjectEvent> sink) {
        this.folder = folder;
        this.copies = copies;
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
                    List<FolderChange> waiting = new ArrayList<>(List.of(change));
                    changes.drainTo(waiting);
                    take(waiting);
                }
                Set<String> files = settling.takeDue(System.nanoTime());
                files.forEach(this::readAsItIs);
                deliver();
            }
        } catch (InterruptedException e) {
            // Somebody wants this thread to end: nothing is left to do.
        }
    }

    /**
     * Takes all changes that wait as one, so that no file is read twice when many come. Files are
     * read now, thus after the last change; whatever revision was reached by then is reached.
     */
    private void take(List<FolderChange> waiting) {
        Set<String> names = new LinkedHashSet<>();
        FolderChange.Listing last = null;
        for (FolderChange change : waiting) {
            switch (change) {
                case FolderChange.Listing listing -> {
                    last = listing;
                    names.clear();
                    state.folderProblem(folder.toString(), List.of());
                }
                case FolderChange.Touched touched -> names.addAll(touched.names());
                case FolderChange.Unwatched unwatched ->
                        state.folderProblem(folder.toString(), List.of(problem(unwatched)));
                case FolderChange.Reached _ -> {}
            }
        }
        if (last != null) {
            copies.retain(last.names());
            names.addAll(readListed(last.names()));
        }
        touchAll(names);
        waiting.forEach(this::holdEvents);
    }

    private ManifestProblem problem(FolderChange.Unwatched unwatched) {
        return new ManifestProblem(
                Severity.ERROR,
                folder.toString(),
                0,
                "",
                "",
                unwatched.message(),
                unwatched.hint());
    }

    /**
     * Reads the files that are there; returns those which may still be written to and those which
     * are gone.
     */
    private List<String> readListed(List<String> names) {
        Collection<String> gone = new HashSet<>(state.files());
        names.forEach(name -> gone.remove(path(name)));
        gone.remove(folder.toString());
        List<String> others = new ArrayList<>();
        gone.forEach(file -> others.add(folder.relativize(Path.of(file)).toString()));
        for (String name : names) {
            if (isFresh(name)) {
                others.add(name);
            } else {
                readAsItIs(name);
            }
        }
        return others;
    }

    private void holdEvents(FolderChange change) {
        switch (change) {
            case FolderChange.Listing listing -> {
                if (!synced) {
                    synced = true;
                    hold(new ObjectEvent.Synced());
                }
                listing.revision().ifPresent(number -> hold(new ObjectEvent.Revision(number)));
            }
            case FolderChange.Reached reached -> hold(new ObjectEvent.Revision(reached.revision()));
            case FolderChange.Touched _, FolderChange.Unwatched _ -> {}
        }
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
                gone(name);
                return;
            }
            ManifestFile read = ManifestFile.read(folder.resolve(name));
            if (read.reading().complete() && !read.isBlank()) {
                settling.settled(name);
                accept(read);
                return;
            }
        }
        settling.touch(name, now);
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
            ManifestFile read = ManifestFile.read(file);
            if (before.equals(version(file))) {
                accept(read);
            } else {
                settling.touch(name, System.nanoTime());
            }
        } else if (Files.notExists(file)) {
            gone(name);
        }
    }

    private void accept(ManifestFile read) {
        String file = read.path().toString();
        if (!state.files().contains(file)) {
            copies.of(read).ifPresent(last -> state.read(file, last));
        }
        state.read(file, read.reading());
        copies.keep(read);
    }

    private void gone(String name) {
        state.gone(path(name));
        copies.forget(folder.resolve(name));
    }

    /** Changes when somebody writes to the file. */
    static Object version(Path file) {
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
