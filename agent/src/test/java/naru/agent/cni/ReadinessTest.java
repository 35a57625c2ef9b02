package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STATUS says why the next ADD would fail, and is silent when it would not. */
@Tag("root")
class ReadinessTest {

    @TempDir Path state;
    private RequestStage stage;

    @BeforeEach
    void setTheStage() throws Exception {
        stage = new RequestStage(state);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aNodeThatCanAttachPodsIsReady() throws Exception {
        assertReady();
        stage.add();
        assertReady();
    }

    @Test
    void aNodeWithoutAPodRangeIsNot() throws Exception {
        stage.addresses.ranges(List.of());
        assertThat(refusal()).hasMessageContaining("podCIDR");
        stage.addresses.ranges(List.of(Ipv4Prefix.parse("10.244.1.0/24")));
        assertReady();
    }

    @Test
    void aNodeWhoseAddressesAreAllInUseIsNot() throws Exception {
        stage.addresses.ranges(List.of(Ipv4Prefix.parse("10.244.1.0/30")));
        stage.add("c1");
        stage.addresses.allocate(
                new naru.ipam.Holder("c2", "eth0", ""), java.util.Optional.empty());
        assertThat(refusal()).hasMessageContaining("no free address in [10.244.1.0/30]");
        stage.delete("c1");
        stage.finishDepartures();
        assertReady();
    }

    @Test
    void aNodeThatCanNotWriteDownItsEndpointsIsNot() throws Exception {
        Path aside = state.resolve("aside");
        Files.move(stage.endpointFolder(), aside);
        Files.writeString(stage.endpointFolder(), "no folder");
        assertThat(refusal()).hasMessageContaining("written down");
        Files.delete(stage.endpointFolder());
        Files.move(aside, stage.endpointFolder());
        assertReady();
    }

    @Test
    void thatPodsWhichAreThereLackSomethingIsAnotherCode() throws Exception {
        stage.add("c1");
        stage.parts.loop().note(this::told);
        stage.attached.clear();
        assertReady();
        stage.addresses.ranges(List.of());
        CniFailure failure = failure();
        assertThat(failure.error()).isEqualTo(CniError.LIMITED);
        assertThat(failure.details()).contains("a program is missing at the devices of 1 pod");
    }

    private boolean told() {
        stage.engine.endpoints().of("c1", "eth0").stream()
                .toList()
                .forEach(e -> stage.engine.noteEndpoint(e.record().told(), e.attachment()));
        return true;
    }

    private CniFailure refusal() throws Exception {
        CniFailure failure = failure();
        assertThat(failure.error()).isEqualTo(CniError.UNAVAILABLE);
        assertThat(failure.error().code()).isEqualTo(50);
        return failure;
    }

    private CniFailure failure() {
        return catchThrowableOfType(CniFailure.class, new Readiness(stage.parts)::require);
    }

    private void assertReady() {
        assertThatCode(new Readiness(stage.parts)::require).doesNotThrowAnyException();
    }
}
