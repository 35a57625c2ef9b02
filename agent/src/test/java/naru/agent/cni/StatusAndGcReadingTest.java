package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.agent.cni.CniCall.AttachmentId;
import naru.wire.AgentRequests;
import org.junit.jupiter.api.Test;

/** The calls that are about no container. */
class StatusAndGcReadingTest {

    @Test
    void gcNamesTheAttachmentsThatAreValid() throws CniFailure {
        assertThat(
                        gc(
                                "\"cni.dev/valid-attachments\":[{\"containerID\":\"c\",\"ifname\":\"eth0\"}]"))
                .contains(Set.of(new AttachmentId("c", "eth0")));
        assertThat(gc("\"cni.dev/attachments\":[{\"containerID\":\"c\",\"ifname\":\"eth0\"}]"))
                .contains(Set.of(new AttachmentId("c", "eth0")));
    }

    @Test
    void anEmptyListSaysThatNoneIsValidAndNoListSaysNothing() throws CniFailure {
        assertThat(gc("\"cni.dev/valid-attachments\":[]")).contains(Set.of());
        assertThat(gc("\"cni.dev/valid-attachments\":null")).contains(Set.of());
        assertThat(gc("\"type\":\"naru\"")).isEmpty();
    }

    @Test
    void aListThatIsNoneIsRefusedAsAWhole() {
        for (String bad :
                new String[] {
                    "{}", "\"c\"", "7", "[7]", "[{}]", "[{\"containerID\":\"c\"}]", "[null]"
                }) {
            CniFailure failure =
                    catchThrowableOfType(
                            CniFailure.class, () -> gc("\"cni.dev/valid-attachments\":" + bad));
            assertThat(failure.error()).isEqualTo(CniError.INVALID_CONFIG);
            assertThat(failure).hasMessageContaining("cni.dev/valid-attachments");
        }
    }

    @Test
    void eachVersionHasTheCallsThatItsSpecificationHas() throws CniFailure {
        assertThat(error("CHECK", "0.3.1")).isEqualTo(CniError.INCOMPATIBLE_VERSION);
        assertThat(error("STATUS", "1.0.0")).isEqualTo(CniError.INCOMPATIBLE_VERSION);
        assertThat(error("GC", "0.4.0")).isEqualTo(CniError.INCOMPATIBLE_VERSION);
        assertThat(call("STATUS", "1.1.0", "\"type\":\"naru\""))
                .isEqualTo(new CniCall.Status(CniVersion.V1_1_0, "n"));
    }

    @Test
    void aConfigurationThatNoPodCouldBeAttachedByIsNotReady() {
        CniFailure failure =
                catchThrowableOfType(
                        CniFailure.class,
                        () -> call("STATUS", "1.1.0", "\"ipam\":{\"type\":\"host-local\"}"));
        assertThat(failure.error()).isEqualTo(CniError.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("ipam");
    }

    private static CniError error(String command, String version) {
        return catchThrowableOfType(
                        CniFailure.class, () -> call(command, version, "\"type\":\"naru\""))
                .error();
    }

    private static Optional<Set<AttachmentId>> gc(String more) throws CniFailure {
        return ((CniCall.Collect) call("GC", "1.1.0", more)).valid();
    }

    private static CniCall call(String command, String version, String more) throws CniFailure {
        String config = "{\"cniVersion\":\"" + version + "\",\"name\":\"n\"," + more + "}";
        return CniRequestReader.read(
                new AgentRequests.Cni("", Map.of("CNI_COMMAND", command), config));
    }
}
