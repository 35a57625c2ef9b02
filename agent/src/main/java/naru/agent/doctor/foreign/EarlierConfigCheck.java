package naru.agent.doctor.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;

/**
 * Whether the runtime takes another network's configuration: of the files in its folder the first
 * by name counts. Only where Naru is installed.
 */
public final class EarlierConfigCheck implements Check {

    private final Path folder;

    /**
     * @param folder of the runtime's network configurations
     */
    public EarlierConfigCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "cni-config-order";
    }

    @Override
    public List<Finding> look() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(EarlierConfigCheck::isConfig).sorted().toList();
        }
        Optional<Path> ours = Optional.empty();
        for (Path file : files) {
            if (ours.isEmpty() && isOurs(file)) {
                ours = Optional.of(file);
            }
        }
        return ours.filter(own -> !own.equals(files.getFirst()))
                .map(own -> List.of(finding(files.getFirst(), own)))
                .orElse(List.of());
    }

    /** The names that runtimes read. */
    private static boolean isConfig(Path file) {
        return file.toString().matches(".*\\.(conf|conflist|json)");
    }

    private static boolean isOurs(Path file) throws IOException {
        return Files.readString(file).replaceAll("\\s", "").contains("\"type\":\"naru\"");
    }

    private Finding finding(Path first, Path own) {
        return new Finding(
                name(),
                "new pods get another network than Naru",
                first.toString(),
                "it comes before %s, and the runtime takes the first".formatted(own.getFileName()),
                "another pod network was installed here, or is",
                "move it away (`mv %s %s.disabled`); pods that were made meanwhile have to be made anew"
                        .formatted(first, first));
    }
}
