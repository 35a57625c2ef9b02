package naru.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import naru.testkit.traffic.FloodTaker;
import naru.testkit.traffic.NumberedFlood;
import naru.wire.AgentReplies.Drops;
import naru.wire.Operation.Refusal;

/**
 * Numbered datagrams from several pods to one, whose node's counter of policy denials is watched:
 * each datagram has to arrive once or to be counted once.
 */
final class WatchedFlood implements AutoCloseable {

    /** Datagrams a second of each pod. */
    private static final int RATE = 3000;

    /** So many in all at least, also on a machine that is busy. */
    private static final int LEAST_PER_SECOND = 5000;

    private static final int PORT = 5300;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ScenarioLab lab;
    private final String node;
    private final List<NumberedFlood> floods = new ArrayList<>();
    private final List<FloodTaker> takers = new ArrayList<>();
    private final long deniedBefore;

    /**
     * @param node of the pod that gets them
     */
    WatchedFlood(ScenarioLab lab, String node, Place to, List<Place> from) throws Exception {
        this.lab = lab;
        this.node = node;
        this.deniedBefore = denied();
        for (Place place : from) {
            int port = PORT + takers.size();
            takers.add(FloodTaker.at(to.netns(), port));
            floods.add(NumberedFlood.start(place.netns(), to.ip(), port, RATE));
        }
    }

    private long denied() throws IOException, Refusal {
        return lab.status(node).drops().stream()
                .filter(drops -> drops.reason().equals("Policy denied"))
                .mapToLong(Drops::packets)
                .sum();
    }

    /** How many each pod has sent so far, which is the number that comes next. */
    List<Long> sent() throws IOException {
        List<Long> sent = new ArrayList<>();
        for (NumberedFlood flood : floods) {
            sent.add(flood.sent().count());
        }
        return sent;
    }

    /** Waits until something arrives of each pod of what it sends from now on. */
    void awaitArrivals() throws IOException {
        List<Long> now = sent();
        await(() -> arrivedFrom(now).stream().allMatch(count -> count > 0), "datagrams arrive");
    }

    /** Of what each pod sent since then nothing has arrived. */
    void assertNothingArrivedSince(List<Long> since) throws IOException {
        assertThat(arrivedFrom(since)).as("arrived since %s", since).containsOnly(0L);
    }

    private List<Long> arrivedFrom(List<Long> since) throws IOException {
        List<Long> arrived = new ArrayList<>();
        for (int i = 0; i < takers.size(); i++) {
            arrived.add(takers.get(i).arrived().from(since.get(i)));
        }
        return arrived;
    }

    /** Ends it; answers how many were sent in all. */
    long end() throws IOException {
        long sent = 0;
        double perSecond = 0;
        for (NumberedFlood flood : floods) {
            NumberedFlood.Sent all = flood.stop();
            sent += all.count();
            perSecond += all.perSecond();
        }
        System.out.printf("%d datagrams, %.0f a second%n", sent, perSecond);
        assertThat(perSecond).as("datagrams a second").isGreaterThan(LEAST_PER_SECOND);
        return sent;
    }

    /** After the end: what did not arrive was counted, and nothing else was. */
    void assertAllIsAccountedFor(long sent) throws Exception {
        await(() -> denied() - deniedBefore + arrived() >= sent, "all is counted");
        assertThat(denied() - deniedBefore)
                .as("denied of %d, of which %d arrived", sent, arrived())
                .isEqualTo(sent - arrived());
    }

    /** How many arrived; none twice. */
    long arrived() throws IOException {
        long arrived = 0;
        for (FloodTaker taker : takers) {
            assertThat(taker.arrived().again()).as("arrived twice").isZero();
            arrived += taker.arrived().count();
        }
        return arrived;
    }

    private interface Condition {
        boolean holds() throws IOException, Refusal;
    }

    private static void await(Condition condition, String what) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!condition.holds() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(5_000_000);
            }
            assertThat(condition.holds()).as(what).isTrue();
        } catch (Refusal e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        floods.forEach(NumberedFlood::close);
        takers.forEach(FloodTaker::close);
    }
}
