package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.wire.Json;

/** Endpoint records on disk, one file each, named by slot. */
public final class EndpointStore {

    private final Path folder;

    /** The folder is made if it does not exist. */
    public EndpointStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        StateFile.removeUnfinished(folder);
    }

    /**
     * What was on disk.
     *
     * @param broken files that can't be read; they stay where they are. An empty one may be all
     *     that a killed agent had got to
     */
    public record Contents(List<EndpointRecord> records, List<Path> broken) {}

    public Contents load() throws IOException {
        List<EndpointRecord> records = new ArrayList<>();
        List<Path> broken = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                try {
                    EndpointRecord record = Json.read(Files.readString(file), EndpointRecord.class);
                    if (isWhole(record) && file.equals(file(record.slot()))) {
                        records.add(record);
                    } else {
                        broken.add(file);
                    }
                } catch (IOException e) {
                    broken.add(file);
                }
            }
        }
        return new Contents(records, broken);
    }

    /** The slot that a file is named after. */
    public static Optional<Integer> slot(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[0-9]{1,5}\\.json")
                ? Optional.of(Integer.valueOf(name.substring(0, name.indexOf('.'))))
                : Optional.empty();
    }

    private static boolean isWhole(EndpointRecord record) {
        try {
            record.ipv4();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return record.slot() >= 1
                && record.slot() <= Endpoints.MAXIMUM
                && !record.containerId().isEmpty()
                && !record.interfaceName().isEmpty()
                && !record.device().isEmpty()
                && record.namespace().isEmpty() == record.pod().isEmpty();
    }

    public Path folder() {
        return folder;
    }

    /** As {@link #save}, of an endpoint that has no record yet. */
    public void create(EndpointRecord record) throws IOException {
        StateFile.create(file(record.slot()), Json.line(record));
    }

    /** Survives this process when it returns. */
    public void save(EndpointRecord record) throws IOException {
        StateFile.write(file(record.slot()), Json.line(record));
    }

    /**
     * Writes something and takes it away again.
     *
     * @throws IOException if no record could be written now
     */
    public void requireWritable() throws IOException {
        Path probe = folder.resolve(".probe.tmp");
        StateFile.create(probe, "1");
        Files.deleteIfExists(probe);
    }

    /** One that is not there is no error. */
    public void remove(int slot) throws IOException {
        StateFile.delete(file(slot));
    }

    private Path file(int slot) {
        return folder.resolve(slot + ".json");
    }
}
