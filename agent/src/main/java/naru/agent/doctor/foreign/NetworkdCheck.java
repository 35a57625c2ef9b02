package naru.agent.doctor.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;

/** Whether systemd-networkd, when it starts anew, takes away routes that it did not make. */
public final class NetworkdCheck implements Check {

    /** Of files with one name those in the later folder count. */
    private static final List<String> FOLDERS =
            List.of("usr/lib/systemd", "usr/local/lib/systemd", "run/systemd", "etc/systemd");

    private static final String KEY = "ManageForeignRoutes";
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "0", "off");

    private final Path root;

    /**
     * @param root of the file system that holds its settings
     */
    public NetworkdCheck(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "systemd-networkd";
    }

    @Override
    public List<Finding> look() throws IOException {
        if (!Files.exists(root.resolve("run/systemd/netif/state"))) {
            return List.of(); // it does not run
        }
        String value = "";
        for (Path file : files()) {
            value = setting(file).orElse(value);
        }
        return NO.contains(value) ? List.of() : List.of(finding(value));
    }

    /** The main file, then the drop-ins by their names: of one setting the last counts. */
    private List<Path> files() throws IOException {
        SortedMap<String, Path> dropIns = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            Path main = root.resolve(folder).resolve("networkd.conf");
            if (Files.isReadable(main)) {
                files.clear();
                files.add(main);
            }
            Path dropInFolder = root.resolve(folder).resolve("networkd.conf.d");
            if (Files.isDirectory(dropInFolder)) {
                try (Stream<Path> found = Files.list(dropInFolder)) {
                    found.filter(file -> file.toString().endsWith(".conf"))
                            .forEach(file -> dropIns.put(file.getFileName().toString(), file));
                }
            }
        }
        files.addAll(dropIns.values());
        return files;
    }

    private static Optional<String> setting(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .map(line -> line.replaceFirst("\\s*=\\s*", "="))
                .filter(line -> line.startsWith(KEY + "="))
                .map(line -> line.substring(KEY.length() + 1).strip())
                .reduce((_, later) -> later);
    }

    private Finding finding(String value) {
        return new Finding(
                name(),
                "when systemd-networkd starts anew, it takes the routes to pods away",
                root.resolve("etc/systemd/networkd.conf").toString(),
                value.isEmpty()
                        ? "systemd-networkd runs, and no file says " + KEY + "=no"
                        : "systemd-networkd runs with " + KEY + "=" + value,
                "it takes routes that it did not make for remains of an earlier time",
                "put `[Network]` and `%s=no` into /etc/systemd/networkd.conf.d/naru.conf and restart it; until then Naru puts the routes back"
                        .formatted(KEY));
    }
}
