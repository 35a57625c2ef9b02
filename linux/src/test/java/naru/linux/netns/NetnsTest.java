package naru.linux.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.NativeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class NetnsTest {

    @TempDir Path folder;

    @AfterEach
    void deleteNamespaces() throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(Netns::delete);
        }
    }

    @Test
    void aNewNamespaceHasALoopbackDeviceOnly() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));

        String devices =
                Netns.call(blue, () -> Files.readString(Path.of("/proc/thread-self/net/dev")));

        assertThat(devices.lines().skip(2)).singleElement().asString().contains("lo:");
    }

    @Test
    void twoNamespacesDiffer_AndOneIsTheSameByAnyPath() {
        Path blue = Netns.create(folder.resolve("blue"));
        Path green = Netns.create(folder.resolve("green"));

        assertThat(Netns.same(blue, green)).isFalse();
        assertThat(Netns.same(blue, Path.of("/proc/self/root" + blue))).isTrue();
        assertThat(Netns.same(blue, Path.of("/proc/self/ns/net"))).isFalse();
    }

    @Test
    void aPathThroughAnotherProcessesRootLeadsThereToo() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));
        Path throughProc = Path.of("/proc/" + ProcessHandle.current().pid() + "/root" + blue);

        assertThat(Netns.call(throughProc, NetnsId::current)).isEqualTo(NetnsId.of(blue));
    }

    @Test
    void thePlatformThreadThatCallsStaysWhereItIs() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));
        NetnsId before = NetnsId.current();

        NetnsId inside = Netns.call(blue, NetnsId::current);

        assertThat(inside).isEqualTo(NetnsId.of(blue)).isNotEqualTo(before);
        assertThat(NetnsId.current()).isEqualTo(before);
    }

    @Test
    void virtualThreadsThatCallLeaveNoCarrierInTheForeignNamespace() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));
        NetnsId before = NetnsId.current();

        assertThat(onVirtualThreads(50, () -> Netns.call(blue, NetnsId::current)))
                .containsExactly(NetnsId.of(blue));

        assertThat(onVirtualThreads(50, NetnsId::current)).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call", "new", "thread"})
    void theCarrierThatIsStartedForTheCallerWhenTheCallEndsIsNotInTheForeignNamespace(String how)
            throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));

        List<String> lines = CarrierProbe.run(how, blue);

        assertThat(lines)
                .containsExactly("caller " + NetnsId.current(), "main " + NetnsId.current());
    }

    @Test
    void whatTheActionThrowsReachesTheCallerAsItIs() {
        Path blue = Netns.create(folder.resolve("blue"));
        IOException failure = new IOException("as told");

        assertThatThrownBy(
                        () ->
                                Netns.call(
                                        blue,
                                        () -> {
                                            throw failure;
                                        }))
                .isSameAs(failure);
    }

    @Test
    void aSocketMadeInsideIsUsedFromOutside() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));

        try (ServerSocket inside = Netns.call(blue, () -> new ServerSocket(8080));
                ServerSocket outside = new ServerSocket(0)) {
            assertThat(inside.getLocalPort()).isEqualTo(8080);
            assertThat(outside.isBound()).isTrue();
        }
    }

    @Test
    void anInterruptedCallerStillSeesTheEndOfItsAction() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));
        Thread.currentThread().interrupt();

        NetnsId inside = Netns.call(blue, NetnsId::current);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(inside).isEqualTo(NetnsId.of(blue));
    }

    @Test
    void deletingTwiceIsFine_AndThenNothingIsThere() {
        Path blue = Netns.create(folder.resolve("blue"));

        Netns.delete(blue);
        Netns.delete(blue);

        assertThat(blue).doesNotExist();
    }

    @Test
    void aFileIsNotANamespace() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> Netns.call(file, NetnsId::current))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("it is not a network namespace");
    }

    @Test
    void aMissingNamespaceIsNamed() {
        Path nowhere = folder.resolve("nowhere");

        assertThatThrownBy(() -> Netns.call(nowhere, NetnsId::current))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("open(" + nowhere + "): ENOENT");
    }

    @Test
    void aNameThatIsTakenIsRefused_AndTheNamespaceThereStays() {
        Path blue = Netns.create(folder.resolve("blue"));
        NetnsId before = NetnsId.of(blue);

        assertThatThrownBy(() -> Netns.create(blue)).hasMessageContaining("exists already");

        assertThat(NetnsId.of(blue)).isEqualTo(before);
    }

    @Test
    void noDescriptorStaysOpen() throws Exception {
        Path blue = Netns.create(folder.resolve("blue"));
        int before = Descriptor.openCount();

        Netns.call(blue, NetnsId::current);

        assertThat(Descriptor.openCount()).isEqualTo(before);
    }

    private static <T> Set<T> onVirtualThreads(int count, Callable<T> action) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results =
                    IntStream.range(0, count).mapToObj(_ -> threads.submit(action)).toList();
            Set<T> values = new HashSet<>();
            for (Future<T> result : results) {
                values.add(result.get());
            }
            return values;
        }
    }
}
