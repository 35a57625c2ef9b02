package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Status;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The disk under an agent's state is full, or may only be read: who is there goes on, who comes is
 * refused and leaves nothing, who goes is gone, and with room all is well again.
 */
@Tag("root")
class DiskFaultTest extends ThreePods {

    private static final int IO_FAILURE = 5;
    private static final int PAGE = 4096;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private ThrowAwayNetns late;

    @BeforeEach
    void startANodeWithLittleRoomForState() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.stopAgent();
        node.run("mount", "-t", "tmpfs", "-o", "size=256k", "state", node.state());
        node.startAgent();
        late = netns();
        addPods();
        node.pod("late");
        connect();
    }

    @Test
    void whateverIsTheLastThatFitsAPodIsThereWholeOrNotAtAllAndCanGo() throws Exception {
        boolean refused = false;
        boolean attached = false;
        for (int pages = 0; pages <= 6; pages++) {
            leaveRoomFor(pages);
            List<String> veths = node.hostVeths();
            try {
                node.cni("ADD", "late", late.path());
                attached = true;
                assertThat(Listener.reaches(late, addressOfY, 8080)).isTrue();
            } catch (Refusal e) {
                refused = true;
                assertThat(e.failure().code()).isEqualTo(IO_FAILURE);
                assertThat(e).hasMessageContaining("No space left on device");
                assertThat(late.netlink().link("eth0")).isEmpty();
                assertThat(node.hostVeths()).isEqualTo(veths);
                assertThat(node.endpoints()).hasSize(3);
            }
            node.cni("DEL", "late", late.path());
            node.settle();
            assertThat(node.hostVeths()).isEqualTo(veths);
            assertThat(node.ask("status", "", Status.class).addresses().used()).isEqualTo(3);
            Listener.talk(open);
        }
        assertThat(refused).as("some were refused").isTrue();
        assertThat(attached).as("some found room").isTrue();
    }

    @Test
    void policyChangesAgentsStartAndPodsGoOnAFullDiskAndWithRoomAllIsWell() throws Exception {
        leaveRoomFor(0);
        assertThat(Listener.reaches(z, addressOfY, 8080)).isTrue();
        node.manifest("policy", ONLY_X_REACHES_Y);
        node.manifest("elsewhere", podWithLongLabels());
        node.settle();
        assertReachedByXOnly();
        assertThat(node.problems()).contains("numbers of identities can't be kept");

        node.killAgent();
        assertReachedByXOnly();
        node.startAgent();
        node.settle();
        assertReachedByXOnly();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y", "x", "z");
        node.cni("DEL", "z", z.path());
        node.settle();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).containsExactly("y", "x");

        makeRoom();
        until(
                () -> {
                    node.settle();
                    return node.problems().isEmpty();
                });
        node.cni("ADD", "late", late.path());
        node.killAgent();
        node.startAgent();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).contains("y", "x", "late");
        Listener.talk(open);
        assertThat(Listener.reaches(late, addressOfY, 8080)).isFalse();
        assertThat(node.problems()).isEmpty();
    }

    @Test
    void aDiskThatMayOnlyBeReadRefusesPodsAndAgentsAndDisturbsNobody() throws Exception {
        // Over itself, because what is open for writing, such as the lock, stays so.
        node.run("mount", "--bind", node.state(), node.state());
        node.run("mount", "-o", "remount,bind,ro", node.state());
        assertThatThrownBy(() -> node.cni("ADD", "late", late.path()))
                .hasMessageContaining("Read-only file system");
        assertThat(late.netlink().link("eth0")).isEmpty();
        assertThatThrownBy(() -> node.cni("DEL", "z", z.path()))
                .hasMessageContaining("Read-only file system");
        node.manifest("policy", ONLY_X_REACHES_Y);
        node.settle();
        Listener.talk(open);
        node.killAgent();
        assertThatThrownBy(() -> node.startAgent())
                .hasMessageContaining("cannot start")
                .hasMessageContaining("Read-only file system");
        Listener.talk(open);

        node.run("umount", node.state());
        node.startAgent();
        node.cni("DEL", "z", z.path());
        node.cni("ADD", "late", late.path());
        node.settle();
        assertThat(node.endpoints()).extracting(EndpointRow::pod).contains("y", "x", "late");
        assertThat(node.problems()).isEmpty();
        Listener.talk(open);
    }

    /** Its identity takes more than a page. */
    private static String podWithLongLabels() {
        String labels =
                IntStream.range(0, 100)
                        .mapToObj(i -> "\"l%d\": \"%s\"".formatted(i, "v".repeat(60)))
                        .collect(Collectors.joining(", "));
        return """
               {"apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": "elsewhere", "namespace": "a", "labels": {%s}},
                "spec": {"nodeName": "n2", "containers": [{"name": "c", "image": "x"}]},
                "status": {"podIP": "10.244.2.7", "podIPs": [{"ip": "10.244.2.7"}]}}
               """
                .formatted(labels);
    }

    /** Fills the disk but for so many files of one page. */
    private void leaveRoomFor(int pages) throws IOException {
        makeRoom();
        Path ballast = ballast();
        Path spare = ballast.resolveSibling("spare");
        Files.write(spare, new byte[pages * PAGE]);
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[PAGE];
            while (true) {
                out.write(page);
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            assertThat(e).hasMessage("No space left on device");
        }
        Files.delete(spare);
    }

    private void makeRoom() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return node.seen(node.state()).resolve("ballast");
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
