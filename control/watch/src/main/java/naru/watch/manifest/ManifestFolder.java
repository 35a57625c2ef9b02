package naru.watch.manifest;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import naru.model.ObjectKey;

/**
 * The writing side of a folder of manifests: one JSON file per object, each written by rename, so
 * that a reader never sees half of one. May be used by several threads.
 */
public final class ManifestFolder {

    /** The file that says which revision the folder is at: a decimal number. */
    public static final String REVISION_FILE = ".revision";

    private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

    /** Linux' limit is 255 bytes. */
    private static final int MAX_STEM = 240;

    private static final AtomicLong WRITES = new AtomicLong();

    private final Path folder;

    public ManifestFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The name of an object's file: {@code <Kind>_<namespace>_<name>.json}, at most 255 bytes.
     * Different objects have different ones: what names may not hold is written as %XX, and a long
     * name ends in its hash.
     */
    public static String fileName(ObjectKey key) {
        String stem =
                key.kind().manifestKind() + "_" + safe(key.namespace()) + "_" + safe(key.name());
        if (stem.length() > MAX_STEM) {
            String hash = hash(stem);
            stem = stem.substring(0, MAX_STEM - hash.length() - 1) + "~" + hash;
        }
        return stem + ".json";
    }

    /**
     * True for the names of files that may hold manifests: .yaml, .yml or .json, and no dot files.
     */
    public static boolean isManifest(String fileName) {
        return !fileName.startsWith(".")
                && (fileName.endsWith(".json")
                        || fileName.endsWith(".yaml")
                        || fileName.endsWith(".yml"));
    }

    /** The files of a folder that may hold manifests, by name; not those of its folders. */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(files::add);
        }
        files.removeIf(
                file -> !isManifest(file.getFileName().toString()) || !Files.isRegularFile(file));
        files.sort(null);
        return files;
    }

    /** Creates or replaces an object's file. */
    public void put(ObjectKey key, ObjectNode raw) throws IOException {
        replace(fileName(key), JSON.writeValueAsBytes(raw));
    }

    /** Removes an object's file; one that isn't there is fine. */
    public void remove(ObjectKey key) throws IOException {
        Files.deleteIfExists(folder.resolve(fileName(key)));
    }

    /** Says that all of revision {@code number} has been written. Numbers must grow. */
    public void revision(long number) throws IOException {
        replace(REVISION_FILE, (number + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void replace(String name, byte[] content) throws IOException {
        Path half =
                folder.resolve(
                        ".half-" + ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet());
        try {
            Files.write(half, content);
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static String safe(String text) {
        var safe = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z'
                            || b >= 'A' && b <= 'Z'
                            || b >= '0' && b <= '9'
                            || b == '.'
                            || b == '-';
            safe.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return safe.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each Java platform has SHA-256", e);
        }
    }
}
