package naru.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import naru.watch.document.FileText;
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

    /** Who may not read the manifest is not to read its copy. */
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Optional<Path> folder;
    private boolean saidFailure;

    /**
     * @param folder is made when it is needed; empty: nothing is kept
     */
    GoodCopies(Optional<Path> folder) {
        this.folder = folder;
    }

    /** A file was read: it is copied if nothing is wrong with it, and its copy is not the same. */
    void keep(ManifestFile read) {
        if (folder.isEmpty() || !read.isGood() || read.holdsOnlyPods()) {
            return;
        }
        try {
            write(copyOf(read.path()), read.text());
        } catch (IOException e) {
            say(e);
        }
    }

    /** What was read, not what the file holds by now: nobody has found that good yet. */
    private void write(Path copy, FileText read) throws IOException {
        byte[] bytes = read.text().getBytes(StandardCharsets.UTF_8);
        if (FolderReader.version(copy).equals(List.of(read.changed(), (long) bytes.length))) {
            return;
        }
        Files.createDirectories(copy.resolveSibling("."));
        Path unfinished = copy.resolveSibling(copy.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, OWNERS);
        Files.write(unfinished, bytes);
        Files.setLastModifiedTime(unfinished, read.changed());
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a file that is broken now held when it was not, as if it had been read there. */
    Optional<ManifestReading> of(ManifestFile read) {
        if (folder.isEmpty() || read.isGood()) {
            return Optional.empty();
        }
        Path file = read.path();
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
