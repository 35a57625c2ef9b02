package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.cni.CniInstaller;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that would not call this agent. */
class CniConfigCheckTest {

    @TempDir Path folder;
    private Path configs;
    private Path plugins;
    private Path socket;

    @BeforeEach
    void folders() throws Exception {
        configs = Files.createDirectory(folder.resolve("net.d"));
        plugins = Files.createDirectory(folder.resolve("bin"));
        socket = folder.resolve("agent.sock");
    }

    private CniConfigCheck check() {
        return new CniConfigCheck(configs, List.of(plugins), socket);
    }

    private static String symptom(CniConfigCheck check) throws Exception {
        List<Finding> found = check.look();
        assertThat(found).hasSize(1);
        return found.getFirst().symptom();
    }

    @Test
    void whereNothingWasInstalledAllIsWell() throws Exception {
        Files.writeString(configs.resolve("10-other.conflist"), "{\"plugins\": []}");
        assertThat(check().look()).isEmpty();
    }

    @Test
    void aConfigurationThatWasRemovedIsMissedAndInstallingHelps() throws Exception {
        CniInstaller.install(plugins, configs, socket);
        CniConfigCheck check = check();
        Files.delete(configs.resolve(CniInstaller.CONFIG_FILE));
        assertThat(symptom(check)).contains("somebody else, or none");
        CniInstaller.install(plugins, configs, socket);
        assertThat(check.look()).isEmpty();
    }

    @Test
    void anExecutableThatIsMissingOrOfAnotherBuildIsNamed() throws Exception {
        CniInstaller.install(plugins, configs, socket);
        CniConfigCheck check = check();
        Path relay = plugins.resolve(CniInstaller.EXECUTABLE);
        Files.writeString(relay, "of another build");
        assertThat(symptom(check)).contains("not of this agent's build");
        Files.delete(relay);
        assertThat(symptom(check)).contains("is missing");
        CniInstaller.install(plugins, configs, socket);
        assertThat(check.look()).isEmpty();
    }

    @Test
    void aConfigurationForTheSocketOfAnotherAgentIsNotOurs() throws Exception {
        CniInstaller.install(plugins, configs, folder.resolve("other.sock"));
        assertThat(check().look()).isEmpty();
    }
}
