package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import naru.agent.endpoint.EndpointRecord;
import naru.linux.netlink.Links;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DEL answers when the pod is cut off; what is left of it goes later, or when somebody needs it.
 */
@Tag("root")
class DepartureTest {

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
    void delCutsThePodOffAndPromisesTheRest() throws Exception {
        stage.add("c1");
        stage.delete("c1");

        assertThat(stage.endpointMap.rows).isEmpty();
        assertThat(stage.records()).singleElement().matches(EndpointRecord::leaving);
        assertThat(stage.addresses.counts().used()).isEqualTo(1);
        assertThat(stage.pod.netlink().link("eth0")).isEmpty();
        assertThat(stage.pod.netlink().links()).as("its device, under another name").hasSize(2);

        stage.finishDepartures();
        assertThat(stage.remains()).isEmpty();
        assertThat(stage.swept).hasSize(1);
    }

    @Test
    void theBackgroundDoesTheRestByItself() throws Exception {
        stage.node.call(
                () -> {
                    stage.departures.start();
                    return true;
                });
        stage.add("c1");
        stage.delete("c1");
        CountDownLatch gone = new CountDownLatch(1);
        stage.departures.whenGone(gone::countDown);
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void anotherPluginMayUseTheNameAtOnceAndKeepsIt() throws Exception {
        stage.add("c1");
        stage.delete("c1");
        stage.pod.netlink().execute(Links.add("eth0", "bridge"));
        stage.delete("c1");
        stage.finishDepartures();
        assertThat(stage.pod.netlink().link("eth0")).isPresent();
        assertThat(stage.remains()).containsExactly("eth0 in the pod");
    }

    @Test
    void aRepeatedDelIsFineBeforeAndAfter() throws Exception {
        stage.add("c1");
        stage.delete("c1");
        stage.delete("c1");
        stage.finishDepartures();
        stage.delete("c1");
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void theSameContainerMayComeBackAtOnce() throws Exception {
        stage.add("c1");
        stage.delete("c1");
        stage.add("c1");
        assertThat(stage.records()).singleElement().matches(record -> !record.leaving());
        assertThat(stage.endpointMap.rows).hasSize(1);
        assertThat(stage.addresses.counts().used()).isEqualTo(1);
    }

    @Test
    void anotherContainerMayHaveTheNamespaceAtOnce() throws Exception {
        stage.add("c1");
        stage.delete("c1");
        stage.add("c2");
        assertThat(stage.records()).extracting(EndpointRecord::containerId).containsExactly("c2");
    }

    @Test
    void theLastAddressIsWaitedFor() throws Exception {
        stage.addresses.ranges(List.of(Ipv4Prefix.parse("10.244.1.0/30")));
        for (int round = 0; round < 4; round++) {
            stage.add("c" + round);
            stage.delete("c" + round);
        }
        stage.finishDepartures();
        assertThat(stage.remains()).isEmpty();
    }

    @Test
    void whoAsksIsToldWhenAllThatLeftIsGone() throws Exception {
        List<String> told = new ArrayList<>();
        stage.departures.whenGone(() -> told.add("at once"));
        stage.add("c1");
        stage.delete("c1");
        stage.departures.whenGone(() -> told.add("first"));
        stage.departures.whenGone(() -> told.add("second"));
        assertThat(told).containsExactly("at once");
        stage.finishDepartures();
        assertThat(told).containsExactly("at once", "first", "second");
    }

    @Test
    void aDelThatCanNotBeWrittenDownTakesAllAwayBeforeItAnswers() throws Exception {
        stage.add("c1");
        Path folder = stage.endpointFolder();
        Path inTheWay = Files.createDirectories(folder.resolve(".1.json.tmp/full"));

        stage.delete("c1");
        assertThat(stage.endpointMap.rows).isEmpty();
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        assertThat(stage.remains()).isEmpty();
    }
}
