package naru.agent.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
     * @param broken files that can't be read; they stay where they are
     */
    public record Contents(List<EndpointRecord> records, List<Path> broken) {}

    public Contents load() throws IOException {
        List<EndpointRecord> records = new ArrayList<>();
        List<Path> broken = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                try {
                    EndpointRecord record = Json.read(Files.readString(file), EndpointRecord.class);
                    record.ipv4();
                    records.add(record);
                } catch (JsonProcessingException | RuntimeException e) {
                    broken.add(file);
                }
            }
        }
        return new Contents(records, broken);
    }

    /** On disk when it returns. */
    public void save(EndpointRecord record) throws IOException {
        StateFile.write(file(record.slot()), Json.line(record));
    }

    /** On disk when it returns; one that is not there is no error. */
    public void remove(int slot) throws IOException {
        StateFile.delete(file(slot));
    }

    private Path file(int slot) {
        return folder.resolve(slot + ".json");
    }
}
