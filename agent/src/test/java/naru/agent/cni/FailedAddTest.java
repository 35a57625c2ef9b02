package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.ipam.Holder;
import naru.linux.netlink.Links;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something fails in the middle of ADD: nothing stays, and the next ADD just works. */
@Tag("root")
class FailedAddTest {

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
    void withoutFailureAllOfItIsThere() throws Exception {
        stage.add();
        assertThat(stage.remains()).hasSize(7);
    }

    @Test
    void thePoolIsEmpty() throws Exception {
        stage.addresses.ranges(List.of());
        assertFails(CniError.TRY_AGAIN);
        stage.addresses.ranges(List.of(Ipv4Prefix.parse("10.244.1.0/24")));
        stage.add();
    }

    @Test
    void theIntentCanNotBeWritten() throws Exception {
        replaceByFile(stage.endpointFolder());
        assertFails(CniError.IO_FAILURE);
        Files.delete(stage.endpointFolder());
        Files.createDirectory(stage.endpointFolder());
        stage.add();
    }

    @Test
    void thePodHasAnInterfaceOfThatName() throws Exception {
        stage.pod.netlink().execute(Links.add("eth0", "bridge"));
        assertThat(catchThrowableOfType(CniFailure.class, stage::add).error())
                .isEqualTo(CniError.KERNEL_REFUSED);
        assertThat(stage.remains()).containsExactly("eth0 in the pod");
    }

    @Test
    void theProgramsAreRefused() throws Exception {
        stage.refusePrograms();
        assertFails(CniError.KERNEL_REFUSED);
        stage.whenAttaching = () -> {};
        stage.add();
    }

    @Test
    void theMapOfEndpointsIsFull() throws Exception {
        stage.endpointMap.full = true;
        assertFails(CniError.TRY_AGAIN);
        stage.endpointMap.full = false;
        stage.add();
    }

    @Test
    void completionCanNotBeWritten() throws Exception {
        stage.whenAttaching = () -> replaceByFile(stage.endpointFolder());
        assertFails(CniError.IO_FAILURE);
        Files.delete(stage.endpointFolder());
        Files.createDirectory(stage.endpointFolder());
        stage.whenAttaching = () -> {};
        stage.add();
    }

    @Test
    void theFirstCauseIsToldWithWhatCouldNotBeTakenBack() throws Exception {
        stage.whenAttaching = () -> replaceByFile(stage.addressFolder());
        stage.endpointMap.full = true;
        CniFailure failure = catchThrowableOfType(CniFailure.class, stage::add);
        assertThat(failure).hasMessageContaining("policy of a/x is not in force");
        assertThat(failure.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("could not take back the address");
        assertThatThrownBy(() -> stage.addresses.release(new Holder("c1", "eth0", "a/x")))
                .isInstanceOf(IOException.class);
    }

    private void assertFails(CniError error) throws Exception {
        CniFailure failure = catchThrowableOfType(CniFailure.class, stage::add);
        assertThat(failure.error()).isEqualTo(error);
        assertThat(stage.remains()).isEmpty();
    }

    /** Whoever writes into the folder fails, root too. */
    private static void replaceByFile(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
            Files.writeString(folder, "not a folder");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
