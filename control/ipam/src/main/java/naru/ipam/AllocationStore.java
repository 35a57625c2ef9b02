package naru.ipam;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import naru.model.Ipv4Address;

/**
 * Allocations on disk, one small file each, so that an agent that was killed knows them again. They
 * are not forced to disk: after a power cut no pod is left that could hold an address. What was
 * freed not long ago is kept beside them as empty files whose time is that of the freeing.
 */
public final class AllocationStore {

    private static final System.Logger LOG = System.getLogger("naru.ipam");

    /** How names of files begin that earlier versions had not finished. */
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
            if (isUnfinished(file)) {
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

    /** A file is written in one go, so what a killed agent had begun is empty. */
    private static boolean isUnfinished(Path file) throws IOException {
        return file.getFileName().toString().startsWith(HALF) || Files.size(file) == 0;
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

    /** Writes an allocation; it survives this process when this returns. */
    public void save(Allocation allocation) throws IOException {
        Path file = folder.resolve(AllocationFile.name(allocation.holder()));
        try {
            Files.createDirectories(folder); // somebody may have removed it
            Files.write(file, AllocationFile.write(allocation));
            forget(allocation.address());
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Whether there is an allocation of this holder. */
    boolean has(Holder holder) {
        return Files.exists(folder.resolve(AllocationFile.name(holder)));
    }

    /**
     * Removes an allocation; nothing there is fine. That needs no room: on a full disk only the
     * next agent will not know when the address was freed.
     */
    public void remove(Allocation allocation, Instant now) throws IOException {
        mark(allocation.address(), now);
        Files.deleteIfExists(folder.resolve(AllocationFile.name(allocation.holder())));
    }

    private void mark(Ipv4Address freed, Instant now) {
        Path marker = freedFolder.resolve(freed.toString());
        try {
            Files.createDirectories(freedFolder);
            Files.write(marker, new byte[0]);
            Files.setLastModifiedTime(marker, FileTime.from(now));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot note when {0} was freed: {1}", freed, e);
        }
    }

    /** Keeps no longer in mind that this address was freed. */
    public void forget(Ipv4Address address) throws IOException {
        Files.deleteIfExists(freedFolder.resolve(address.toString()));
    }
}
