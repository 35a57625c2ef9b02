package naru.ipam;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import naru.model.Ipv4Address;

/** Allocations on disk, one small file each, so that an agent that was killed knows them again. */
public final class AllocationStore {

    private final Path folder;

    /**
     * @param folder is made if it doesn't exist
     */
    public AllocationStore(Path folder) {
        this.folder = folder;
    }

    /** One allocation. */
    public record Allocation(Holder holder, Ipv4Address address) {}

    /**
     * What was on disk.
     *
     * @param freed addresses freed not long ago
     * @param quarantined files that couldn't be read, where they lie now
     */
    public record Contents(
            List<Allocation> allocations,
            Map<Ipv4Address, Instant> freed,
            List<Path> quarantined) {}

    public Contents load() throws IOException {
        throw new IOException(folder + ": not yet");
    }

    /** Writes an allocation; on disk when it returns. */
    public void save(Allocation allocation) throws IOException {
        throw new IOException(folder + ": not yet");
    }

    /** Removes a holder's allocation; on disk when it returns; nothing there is fine. */
    public void remove(Holder holder, Instant now) throws IOException {
        throw new IOException(folder + ": not yet");
    }
}
