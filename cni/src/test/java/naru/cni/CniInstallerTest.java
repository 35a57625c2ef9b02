package naru.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.cni.CniInstaller.HostPorts;
import naru.cni.CniInstaller.Installed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CniInstallerTest {

    private static final Path SOCKET = Path.of("/run/naru/agent.sock");

    @TempDir Path root;

    @Test
    void theFirstRunInstallsBothFilesAndTheSecondChangesNothing() throws IOException {
        assertThat(install()).extracting(Installed::changed).containsExactly(true, true);
        assertThat(install()).extracting(Installed::changed).containsExactly(false, false);
        assertThat(root.resolve("bin/naru")).isExecutable();
        assertThat(root.resolve("net.d/05-naru.conflist"))
                .content()
                .contains("\"socket\": \"/run/naru/agent.sock\"");
    }

    @Test
    void nothingButTheTwoFilesStaysBehind() throws IOException {
        install();
        try (var bin = Files.list(root.resolve("bin"));
                var config = Files.list(root.resolve("net.d"))) {
            assertThat(bin).hasSize(1);
            assertThat(config).hasSize(1);
        }
    }

    @Test
    void aFileThatSomebodyChangedIsMended() throws IOException {
        install();
        Files.writeString(root.resolve("net.d/05-naru.conflist"), "{}");
        assertThat(install()).extracting(Installed::changed).containsExactly(false, true);
    }

    @Test
    void aSocketPathThatWouldBreakTheConfigurationIsRefused() {
        assertThatThrownBy(() -> CniInstaller.conflist(Path.of("/run/\"naru"), HostPorts.REFUSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote");
    }

    @Test
    void theConfigurationHasRuntimesTellOfHostPortsAndBandwidth() {
        assertThat(CniInstaller.conflist(SOCKET, HostPorts.REFUSE))
                .contains("\"capabilities\": {\"portMappings\": true, \"bandwidth\": true}")
                .contains("\"cniVersion\": \"1.0.0\"", "\"1.1.0\"]");
    }

    @Test
    void portmapIsChainedOnlyIfItIsThere() throws IOException {
        assertThatThrownBy(this::installWithPortmap)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bin/portmap");
        assertThat(root.resolve("net.d")).doesNotExist();
        Path portmap = Files.createDirectories(root.resolve("bin")).resolve("portmap");
        assertThat(Files.createFile(portmap).toFile().setExecutable(true)).isTrue();
        installWithPortmap();
        assertThat(root.resolve("net.d/05-naru.conflist"))
                .content()
                .contains("{\"type\": \"portmap\", \"capabilities\": {\"portMappings\": true}}")
                .containsOnlyOnce("portMappings")
                .doesNotContain("1.1.0");
    }

    private List<Installed> installWithPortmap() throws IOException {
        return CniInstaller.install(
                root.resolve("bin"), root.resolve("net.d"), SOCKET, HostPorts.PORTMAP);
    }

    private List<Installed> install() throws IOException {
        return CniInstaller.install(root.resolve("bin"), root.resolve("net.d"), SOCKET);
    }
}
