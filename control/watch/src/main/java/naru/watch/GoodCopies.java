package naru.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import naru.model.Pod;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/**
 * Copies of manifests as they were when nothing was wrong with them. Who reads a broken one and
 * never knew a better, because he started after it broke, takes the copy: a policy that is not
 * known would let everybody pass. Files with pods alone are not copied; a pod that is not known is
 * closed. What can't be copied is said once and does no other harm.
 */
final class GoodCopies {

    private static final System.Logger LOG = System.getLogger(GoodCopies.class.getName());
    private static final String UNFINISHED = ".new";

    private final Optional<Path> folder;
    private boolean saidFailure;

    /**
     * @param folder is made when it is needed; empty: nothing is kept
     */
    GoodCopies(Optional<Path> folder) {
        this.folder = folder;
    }

    /** A file was read: it is copied if nothing is wrong with it, and its copy is not the same. */
    void keep(Path file, ManifestReading reading) {
        if (folder.isEmpty() || !isGood(reading) || holdsOnlyPods(reading)) {
            return;
        }
        Path copy = copyOf(file);
        try {
            if (!FolderReader.version(file).equals(FolderReader.version(copy))) {
                Files.createDirectories(folder.get());
                Path unfinished = copy.resolveSibling(copy.getFileName() + UNFINISHED);
                Files.copy(
                        file,
                        unfinished,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException e) {
            // it went away just now, which will be told
        } catch (IOException e) {
            say(e);
        }
    }

    private static boolean isGood(ManifestReading reading) {
        return reading.complete() && reading.refused().isEmpty();
    }

    private static boolean holdsOnlyPods(ManifestReading reading) {
        return reading.objects().stream().allMatch(it -> it.object() instanceof Pod);
    }

    /** What a file that is broken now held when it was not, as if it had been read there. */
    Optional<ManifestReading> of(Path file, ManifestReading reading) {
        if (folder.isEmpty() || isGood(reading)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(copyOf(file));
            LOG.log(System.Logger.Level.WARNING, "{0} is broken: its last good copy counts", file);
            return Optional.of(ManifestReader.read(file.toString(), text));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it never was good, or nobody saw it
        } catch (IOException e) {
            say(e);
            return Optional.empty();
        }
    }

    /** A file is gone, and what it held with it. */
    void forget(Path file) {
        if (folder.isPresent()) {
            delete(copyOf(file));
        }
    }

    /** As {@link #forget}, of all files but these. */
    void retain(Collection<String> names) {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return;
        }
        try (DirectoryStream<Path> copies =
                Files.newDirectoryStream(
                        folder.get(), copy -> !names.contains(copy.getFileName().toString()))) {
            copies.forEach(this::delete);
        } catch (IOException e) {
            say(e);
        }
    }

    private void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            say(e);
        }
    }

    private Path copyOf(Path file) {
        return folder.orElseThrow().resolve(file.getFileName().toString());
    }

    private void say(IOException e) {
        if (!saidFailure) {
            saidFailure = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "manifests can''t be copied ({0}): one that is broken when the agent starts is not in force then",
                    e.getMessage());
        }
    }
}
