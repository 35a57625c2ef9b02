package naru.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigFileTest {

    @Test
    void changingAValueKeepsTheOthersAndTellsWhatWas(@TempDir Path folder) throws IOException {
        AgentConfigFile file = new AgentConfigFile(folder.resolve("agent.yaml"));
        file.write(Map.of("attach", "tcx"));
        assertThat(file.change(Map.of("host-identity", "mark", "attach", "tcx")))
                .isEqualTo(Map.of("host-identity", ""));
        assertThat(file.change(Map.of("host-identity", "kernel")))
                .isEqualTo(Map.of("host-identity", "mark"));
        assertThat(file.read()).isEqualTo(Map.of("attach", "tcx", "host-identity", "kernel"));
    }
}
