package naru.cli.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That Debian 13 has the packages that are asked of it: its index is fetched from wherever this
 * machine has its packages from, into a folder of the test's own.
 */
@Tag("root")
class DebianIndexTest {

    private static final String DEBIAN_13 = "trixie";
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final long PATIENCE_SECONDS = 120;

    @TempDir Path root;

    @Test
    void debian13HasAllThatItsListNames() throws Exception {
        Set<String> index = indexOfDebian13();
        assumeThat(index).as("Debian 13's index, from this machine's mirror").isNotEmpty();
        assertThat(index).containsAll(PackageList.of("debian-13").names());
    }

    private Set<String> indexOfDebian13() throws Exception {
        Path sources = root.resolve("own.sources");
        Files.writeString(sources, sourcesOfDebian13());
        for (String folder : List.of("lists/partial", "archives/partial")) {
            Files.createDirectories(root.resolve(folder));
        }
        if (Files.size(sources) == 0 || apt("apt-get", "-q", "update").isEmpty()) {
            return Set.of();
        }
        return apt("apt-cache", "dumpavail")
                .lines()
                .filter(line -> line.startsWith("Package: "))
                .map(line -> line.substring("Package: ".length()))
                .collect(Collectors.toSet());
    }

    /** This machine's own sources, if they are Debian's, with the name of another version. */
    private static String sourcesOfDebian13() throws Exception {
        String own = codename();
        return run(List.of(
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(REPO_URI) $(RELEASE)",
                        "Created-By: Packages",
                        "Component: main",
                        "Origin: Debian"))
                .lines()
                .map(line -> line.split(" "))
                .filter(source -> source.length == 2 && source[1].startsWith(own))
                .map(
                        source ->
                                """
                                Types: deb
                                URIs: %s
                                Suites: %s
                                Components: main
                                Signed-By: %s

                                """
                                        .formatted(
                                                source[0],
                                                source[1].replace(own, DEBIAN_13),
                                                KEYRING))
                .collect(Collectors.joining());
    }

    private static String codename() throws IOException {
        return Files.readAllLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line -> line.substring("VERSION_CODENAME=".length()))
                .findFirst()
                .orElse("none");
    }

    /** Nothing of what it reads or writes is the machine's own. Empty if it failed. */
    private String apt(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        for (String option :
                List.of(
                        "Dir::State=" + root,
                        "Dir::State::status=/dev/null",
                        "Dir::Cache=" + root,
                        "Dir::Etc::sourcelist=" + root.resolve("own.sources"),
                        "Dir::Etc::sourceparts=/dev/null",
                        "APT::Sandbox::User=root",
                        "APT::Update::Error-Mode=any",
                        "Acquire::Languages=none",
                        "Acquire::Retries=2",
                        "Acquire::http::Timeout=20",
                        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false")) {
            words.add(1, option);
            words.add(1, "-o");
        }
        return run(words);
    }

    private static String run(List<String> command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return ""; // no apt here
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? said : "";
    }
}
