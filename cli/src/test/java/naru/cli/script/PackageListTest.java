package naru.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import naru.cli.script.PackageList.Line;
import org.junit.jupiter.api.Test;

/** That the lists of packages of all distributions ask for the same things. */
class PackageListTest {

    private static final List<String> STAGES =
            List.of("build", "run", "demo", "bench", "check", "test");

    /** What a distribution has under another name, or in more than one package. */
    private static final Set<String> OWN = Set.of("jdk-25", "/usr/lib/linux-tools/*/bpftool");

    @Test
    void eachDistributionHasItsList() throws Exception {
        assertThat(PackageList.all())
                .extracting(PackageList::distribution)
                .containsExactly("debian-12", "debian-13", "ubuntu-24.04");
    }

    @Test
    void allListsAskForTheSameThingsAtTheSameStages() throws Exception {
        Set<String> wanted = probes(PackageList.of("debian-12"));
        for (PackageList list : PackageList.all()) {
            assertThat(probes(list)).as(list.distribution()).isEqualTo(wanted);
        }
    }

    private static Set<String> probes(PackageList list) {
        return list.lines().stream()
                .filter(line -> !OWN.contains(line.probe()))
                .map(line -> line.stage() + " " + line.probe())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachLineIsAPackageAStageAProbeAndAReason() throws Exception {
        for (PackageList list : PackageList.all()) {
            assertThat(list.names()).doesNotHaveDuplicates();
            for (Line line : list.lines()) {
                assertThat(line.name()).matches("[a-z0-9][a-z0-9+.-]+");
                assertThat(line.stage()).isIn(STAGES);
                assertThat(line.probe()).matches("[a-z0-9-]+|/.*");
                assertThat(line.why()).isNotBlank();
            }
        }
    }
}
