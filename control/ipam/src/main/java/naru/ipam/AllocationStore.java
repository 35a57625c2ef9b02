package naru.ipam;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import naru.model.Ipv4Address;

/**
 * Allocations on disk, one small file each, so that an agent that was killed knows them again. What
 * was freed not long ago is kept beside them as empty files whose time is that of the freeing.
 */
public final class AllocationStore {

    private static final String HALF = ".half";

    private final Path folder;
    private final Path freedFolder;
    private final Path corruptFolder;

    /**
     * @param folder is made, when it is loaded, if it doesn't exist
     */
    public AllocationStore(Path folder) {
        this.folder = folder;
        freedFolder = folder.resolve("freed");
        corruptFolder = folder.resolve("corrupt");
    }

    /** One allocation. */
    public record Allocation(Holder holder, Ipv4Address address) {}

    /** An address that was freed. */
    public record Freed(Ipv4Address address, Instant at) {}

    /** A file that was no allocation: where it lies now, and why. */
    public record Quarantined(Path file, String why) {}

    /**
     * What was on disk.
     *
     * @param allocations by file name
     * @param freed in the order of freeing
     */
    public record Contents(
            List<Allocation> allocations, List<Freed> freed, List<Quarantined> quarantined) {}

    /** Reads everything. Files that can't be read are moved aside. */
    public Contents load() throws IOException {
        Files.createDirectories(freedFolder);
        List<Allocation> allocations = new ArrayList<>();
        List<Quarantined> quarantined = new ArrayList<>();
        for (Path file : files(folder)) {
            if (file.getFileName().toString().startsWith(HALF)) {
                Files.delete(file);
                continue;
            }
            try {
                allocations.add(read(file));
            } catch (IllegalArgumentException e) {
                quarantined.add(new Quarantined(quarantine(file), String.valueOf(e.getMessage())));
            }
        }
        return new Contents(allocations, loadFreed(quarantined), quarantined);
    }

    private static Allocation read(Path file) throws IOException {
        Allocation allocation = AllocationFile.read(Files.readAllBytes(file));
        String name = AllocationFile.name(allocation.holder());
        if (!file.getFileName().toString().equals(name)) {
            throw new IllegalArgumentException("is about what belongs in " + name);
        }
        return allocation;
    }

    private List<Freed> loadFreed(List<Quarantined> quarantined) throws IOException {
        List<Freed> freed = new ArrayList<>();
        for (Path file : files(freedFolder)) {
            try {
                Ipv4Address address = Ipv4Address.parse(file.getFileName().toString());
                freed.add(new Freed(address, Files.getLastModifiedTime(file).toInstant()));
            } catch (IllegalArgumentException e) {
                quarantined.add(new Quarantined(quarantine(file), "is not named after an address"));
            }
        }
        freed.sort(Comparator.comparing(Freed::at).thenComparing(Freed::address));
        return freed;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, Files::isRegularFile)) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private Path quarantine(Path file) throws IOException {
        Files.createDirectories(corruptFolder);
        Path aside = corruptFolder.resolve(file.getFileName());
        return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes an allocation; on disk when it returns. */
    public void save(Allocation allocation) throws IOException {
        String name = AllocationFile.name(allocation.holder());
        Path half = folder.resolve(HALF + name);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            half,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(AllocationFile.write(allocation));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
        force(folder);
        forget(allocation.address());
    }

    /** Removes an allocation; on disk when it returns; nothing there is fine. */
    public void remove(Allocation allocation, Instant now) throws IOException {
        Path marker = freedFolder.resolve(allocation.address().toString());
        Files.write(marker, new byte[0]);
        Files.setLastModifiedTime(marker, FileTime.from(now));
        Files.deleteIfExists(folder.resolve(AllocationFile.name(allocation.holder())));
        force(folder);
    }

    /** Keeps no longer in mind that this address was freed. */
    public void forget(Ipv4Address address) throws IOException {
        Files.deleteIfExists(freedFolder.resolve(address.toString()));
    }

    /** Brings the folder's own entries to disk. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw new IOException(folder + " was removed while the agent used it", e);
        }
    }
}
