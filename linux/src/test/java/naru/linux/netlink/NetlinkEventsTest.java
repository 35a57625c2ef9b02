package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import naru.linux.ffi.Descriptor;
import naru.linux.netns.Netns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
@Timeout(60)
class NetlinkEventsTest {

    private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.0.0.2");

    @TempDir Path folder;

    private Path blue;
    private Netlink netlink;
    private int descriptors;

    @BeforeEach
    void makeANamespace() throws Exception {
        descriptors = Descriptor.openCount();
        blue = Netns.create(folder.resolve("blue"));
        netlink = Netns.call(blue, Netlink::open);
    }

    @AfterEach
    void deleteIt() {
        netlink.close();
        Netns.delete(blue);
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    @Test
    void whateverChangesIsReported() throws Exception {
        BlockingQueue<NetlinkEvent> seen = new LinkedBlockingQueue<>();
        try (NetlinkEvents _ = subscribe(seen::add)) {
            Link bridge = netlink.executeAndGet(Links.add("br0", "bridge"), "br0");
            Neighbour neighbour =
                    Neighbour.permanent(
                            bridge.index(), OTHER, MacAddress.parse("02:00:00:00:00:09"));
            Route route = Route.onLink(IpPrefix.parse("10.1.0.0/16"), bridge.index());
            netlink.execute(
                    Links.up(bridge.index()),
                    Addresses.add(bridge.index(), ADDRESS, 24),
                    Routes.add(route),
                    Neighbours.replace(neighbour),
                    Links.delete("br0"));

            await(seen, new NetlinkEvent.RouteEvent(route, false)::equals);
            await(seen, new NetlinkEvent.NeighbourEvent(neighbour, false)::equals);
            await(seen, e -> e instanceof NetlinkEvent.AddressEvent(_, boolean gone) && gone);
            await(seen, e -> e instanceof NetlinkEvent.LinkEvent(_, boolean gone) && gone);
        }
    }

    @Test
    void aReaderThatIsTooSlowIsToldThatEventsAreLost_AndGoesOn() throws Exception {
        BlockingQueue<NetlinkEvent> seen = new LinkedBlockingQueue<>();
        CountDownLatch slow = new CountDownLatch(1);
        Link bridge = netlink.executeAndGet(Links.add("br0", "bridge"), "br0");
        netlink.execute(Links.up(bridge.index()));
        try (NetlinkEvents _ =
                subscribe(
                        event -> {
                            waitFor(slow);
                            seen.add(event);
                        })) {
            netlink.execute(
                    IntStream.range(0, 40_000)
                            .mapToObj(i -> "10." + (i >> 8) + "." + (i & 255) + ".0/24")
                            .map(p -> Route.onLink(IpPrefix.parse(p), bridge.index()))
                            .map(Routes::add)
                            .toList());
            slow.countDown();
            await(seen, new NetlinkEvent.Lost()::equals);

            netlink.execute(Links.delete("br0"));
            await(
                    seen,
                    e ->
                            e instanceof NetlinkEvent.LinkEvent(Link link, boolean gone)
                                    && gone
                                    && link.name().equals("br0"));
        }
    }

    @Test
    void aConsumerThatThrowsMissesOneEventOnly() throws Exception {
        BlockingQueue<NetlinkEvent> seen = new LinkedBlockingQueue<>();
        try (NetlinkEvents _ =
                subscribe(
                        event -> {
                            seen.add(event);
                            throw new IllegalStateException("thrown by a test, as told");
                        })) {
            netlink.execute(Links.add("br0", "bridge"), Links.add("br1", "bridge"));

            await(seen, e -> isNew(e, "br0"));
            await(seen, e -> isNew(e, "br1"));
        }
    }

    @Test
    void closingEndsTheThreadThatWaits() throws Exception {
        NetlinkEvents events = subscribe(_ -> {});

        events.close();
        events.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("netlink-events"));
    }

    private NetlinkEvents subscribe(Consumer<NetlinkEvent> consumer) throws Exception {
        return Netns.call(
                blue, () -> NetlinkEvents.subscribe(EnumSet.allOf(NetlinkGroup.class), consumer));
    }

    private static boolean isNew(NetlinkEvent event, String name) {
        return event instanceof NetlinkEvent.LinkEvent(Link link, boolean gone)
                && !gone
                && link.name().equals(name);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BlockingQueue<NetlinkEvent> seen, Predicate<NetlinkEvent> wanted)
            throws InterruptedException {
        NetlinkEvent event;
        do {
            event = seen.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("event before the time is up").isNotNull();
        } while (!wanted.test(event));
    }
}
