package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import naru.cli.CommandFailure;
import naru.wire.LabPlaces;
import naru.wire.LabRequests.Input;

/** Files that a command line names, on their way to the daemon. */
final class ManifestFiles {

    private static final String STANDARD_INPUT = "-";

    private final List<String> names = new ArrayList<>();

    /**
     * @param given files, folders, or {@code -}; of a folder its manifests in alphabetical order
     * @throws CommandFailure if one doesn't exist
     */
    ManifestFiles(List<String> given) throws IOException {
        for (String name : given) {
            if (!name.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(name))) {
                names.addAll(inFolder(Path.of(name)));
            } else if (name.equals(STANDARD_INPUT) || Files.isReadable(Path.of(name))) {
                names.add(name);
            } else {
                throw new CommandFailure(
                        CommandFailure.USAGE, "there is no file " + name + " that can be read", "");
            }
        }
    }

    private static List<String> inFolder(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(Path::toString)
                    .filter(name -> name.matches("(?s).*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
    }

    /** Copies the files to where the daemon reads them, whatever it sees of the file system. */
    List<Input> handOver(LabPlaces places) throws IOException {
        List<Input> inputs = new ArrayList<>();
        for (String name : names) {
            Path copy = Files.createTempFile(places.inbox(), "", ".manifest");
            if (name.equals(STANDARD_INPUT)) {
                Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.copy(Path.of(name), copy, StandardCopyOption.REPLACE_EXISTING);
            }
            inputs.add(new Input(name, copy.toString()));
        }
        return inputs;
    }
}
