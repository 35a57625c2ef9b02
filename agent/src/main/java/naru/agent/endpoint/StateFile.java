package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there whole or not at all, whenever the agent is killed. It is not forced to disk:
 * what it tells of lives in the kernel and dies with it, so after a power cut nobody wants it (see
 * {@link EarlierBoot}).
 */
public final class StateFile {

    private StateFile() {}

    /** Writes a file that was not there, in one go: what a killed agent had begun is empty. */
    public static void create(Path file, String content) throws IOException {
        try {
            put(file, content);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Replaces the file. */
    public static void write(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            put(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** Should somebody have removed its directory, that is no reason to refuse pods. */
    private static void put(Path file, String content) throws IOException {
        try {
            Files.writeString(file, content);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, content);
        }
    }

    /** Removes the file; one that is not there is no error. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Removes what a killed agent had begun to write in a directory. */
    public static void removeUnfinished(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches("\\..*\\.tmp")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
