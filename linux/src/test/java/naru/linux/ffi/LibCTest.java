package naru.linux.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LibCTest {

    @Test
    void anErrorNamesTheCallTheNumberAndTheReason() {
        assertThatThrownBy(() -> LibC.open("/nonexistent", LibC.O_RDONLY))
                .isInstanceOfSatisfying(
                        NativeException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessage("open(/nonexistent): ENOENT (2): No such file or directory");
    }

    @Test
    void aDescriptorClosesOnceAndIsCounted() {
        int before = Descriptor.openCount();
        Descriptor directory = LibC.open("/", LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC);
        assertThat(Descriptor.openCount()).isEqualTo(before + 1);
        directory.close();
        directory.close();
        assertThat(Descriptor.openCount()).isEqualTo(before);
        assertThatThrownBy(directory::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLoopbackDeviceHasANumberAndANameAndAStrangerHasNot() {
        assertThat(LibC.ifIndexToName(LibC.ifNameToIndex("lo"))).isEqualTo("lo");
        assertThatThrownBy(() -> LibC.ifNameToIndex("nosuchdevice"))
                .isInstanceOfSatisfying(
                        NativeException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void aVirtualThreadMayNotEnterANamespace() throws InterruptedException {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                LibC.unshare(LibC.CLONE_NEWNET);
                            } catch (IllegalStateException e) {
                                refusal.set(e);
                            }
                        })
                .join();
        assertThat(refusal.get()).hasMessageContaining("virtual thread");
    }

    @Test
    void numbersOfTheKernelItselfHaveNamesToo() {
        assertThat(Errno.name(Errno.ENOTSUPP)).isEqualTo("ENOTSUPP");
        assertThat(Errno.name(Errno.ESTALE)).isEqualTo("ESTALE");
    }
}
