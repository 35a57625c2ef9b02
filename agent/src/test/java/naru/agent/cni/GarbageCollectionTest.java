package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import naru.agent.cni.CniCall.AttachmentId;
import naru.agent.endpoint.EndpointRecord;
import naru.apply.device.PodInterface;
import naru.ipam.Holder;
import naru.linux.netlink.Links;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GC takes away what the runtime does not know any more, and nothing else. */
@Tag("root")
class GarbageCollectionTest {

    @TempDir Path state;
    private final ContainerLocks locks = new ContainerLocks();
    private final ThrowAwayNetns other = ThrowAwayNetns.create("other");
    private RequestStage stage;

    @BeforeEach
    void setTheStage() throws Exception {
        stage = new RequestStage(state);
    }

    @AfterEach
    void close() {
        stage.close();
        other.close();
    }

    @Test
    void whoIsNotListedGoesWithAllThatIsTheirsAndTheOthersStay() throws Exception {
        stage.add("gone");
        stage.add("naru", "kept", other.path());
        stage.collect(locks, "naru", "kept", "never-seen");
        assertThat(stage.records()).extracting(EndpointRecord::containerId).containsExactly("kept");
        assertThat(other.netlink().link("eth0")).isPresent();
        assertThat(stage.addresses.counts().used()).isEqualTo(1);
        assertThat(stage.endpointMap.rows).hasSize(1);
        stage.collect(locks, "naru");
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void attachmentsOfAnotherNetworkAreNotMeant() throws Exception {
        stage.add("another", "theirs", stage.pod.path());
        stage.collect(locks, "naru");
        assertThat(stage.records()).hasSize(1);
        stage.collect(locks, "another");
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void withoutAListNobodyIsKnownToBeStaleButLeftoversGo() throws Exception {
        stage.add("c1");
        stage.addresses.allocate(new Holder("leaked", "eth0", ""), Optional.empty());
        stage.collect(locks, new CniCall.Collect(CniVersion.V1_1_0, "naru", Optional.empty()));
        assertThat(stage.records()).hasSize(1);
        assertThat(stage.addresses.counts().used()).isEqualTo(1);
    }

    @Test
    void addressesDevicesAndRecordsOfNobodyGo() throws Exception {
        stage.add("c1");
        EndpointRecord stray = stage.records().getFirst();
        stage.delete("c1");
        stage.finishDepartures();
        stage.parts.store().create(stray);
        stage.addresses.allocate(new Holder("leaked", "eth0", ""), Optional.empty());
        String device = PodInterface.hostName("leaked", "eth0");
        stage.node.netlink().execute(Links.add(device, "bridge"));
        addStrayVeth(PodInterface.hostName("lost", "eth0"));
        assertThat(stage.remains()).hasSize(4);
        stage.collect(locks, "naru");
        assertThat(stage.remains()).as("a bridge is no pod's device").containsExactly(device);
    }

    private void addStrayVeth(String name) throws Exception {
        ProcessBuilder ip =
                new ProcessBuilder(
                        "nsenter",
                        "--net=" + stage.node.path(),
                        "ip",
                        "link",
                        "add",
                        name,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        "peer");
        assertThat(ip.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void anAddThatIsUnderWayIsLeftAlone() throws Exception {
        CountDownLatch wired = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        stage.whenAttaching =
                () -> {
                    wired.countDown();
                    await(goOn);
                };
        CompletableFuture<Boolean> add = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> addUnderLock(add));
        await(wired);
        CompletableFuture<Boolean> collected = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> collect(collected));
        while (!isWaitedFor() && !collected.isDone()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(add.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(collected.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stage.records()).hasSize(1);
        assertThat(stage.pod.netlink().link("eth0")).isPresent();
        assertThat(stage.addresses.counts().used()).isEqualTo(1);
    }

    /** As {@link CniServer} does. */
    private void addUnderLock(CompletableFuture<Boolean> done) {
        try (ContainerLocks.Held _ = locks.take(new AttachmentId("c1", "eth0"))) {
            stage.add("c1");
            done.complete(true);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    private void collect(CompletableFuture<Boolean> done) {
        try {
            stage.collect(locks, "naru");
            done.complete(true);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    /** GC has come to the address of who is under way, in whichever thread. */
    private static boolean isWaitedFor() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(at -> at.getClassName().equals(ContainerLocks.class.getName()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itGoesOnAfterAFailureAndTellsOfAll() throws Exception {
        stage.add("c1");
        stage.add("naru", "c2", other.path());
        Path aside = state.resolve("aside");
        Files.move(stage.addressFolder(), aside);
        Files.writeString(stage.addressFolder(), "no folder");
        CniFailure failure =
                catchThrowableOfType(CniFailure.class, () -> stage.collect(locks, "naru"));
        assertThat(failure.error()).isEqualTo(CniError.REMAINS);
        assertThat(failure.details()).contains("what pods left behind", "c1_eth0", "c2_eth0");
        assertThat(stage.endpointMap.rows).as("closed all the same").isEmpty();
        Files.delete(stage.addressFolder());
        Files.move(aside, stage.addressFolder());
        stage.collect(locks, "naru");
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void whatIsNoPodsNamespaceIsSaidToBeNone() throws Exception {
        Path file = Files.writeString(state.resolve("file"), "");
        assertThatThrownBy(() -> stage.add("naru", "c", state.resolve("nowhere")))
                .hasMessageContaining("CNI_NETNS")
                .hasMessageContaining("nowhere");
        for (Path no : new Path[] {file, Path.of("/proc/self/ns/mnt"), stage.node.path()}) {
            CniFailure failure =
                    catchThrowableOfType(CniFailure.class, () -> stage.add("naru", "c", no));
            assertThat(failure.error()).as(no.toString()).isEqualTo(CniError.INVALID_ENVIRONMENT);
            assertThat(failure)
                    .hasMessageContaining("CNI_NETNS")
                    .hasMessageContaining(no.toString());
            assertThat(failure.details()).contains("network namespace");
        }
        assertThat(stage.remains()).isEmpty();
    }
}
