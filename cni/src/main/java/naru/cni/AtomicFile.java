package naru.cni;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import naru.cni.CniInstaller.Installed;

/** Replaces a file in one step. */
final class AtomicFile {

    private AtomicFile() {}

    /** Makes {@code file} hold {@code content}; its directory is made if need be. */
    static Installed write(Path file, byte[] content, String permissions) throws IOException {
        try {
            Path directory = file.toAbsolutePath().resolveSibling(".");
            Files.createDirectories(directory);
            if (isAlready(file, content, permissions)) {
                return new Installed(file, false);
            }
            replace(directory, file, content, permissions);
            return new Installed(file, true);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException("cannot install " + file + ": " + reason + " (are you root?)", e);
        }
    }

    private static boolean isAlready(Path file, byte[] content, String permissions)
            throws IOException {
        return Files.isRegularFile(file)
                && Arrays.equals(Files.readAllBytes(file), content)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals(permissions);
    }

    private static void replace(Path directory, Path file, byte[] content, String permissions)
            throws IOException {
        // Runtimes read *.conf, *.conflist and *.json only, so they never take this one.
        Path fresh = Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
