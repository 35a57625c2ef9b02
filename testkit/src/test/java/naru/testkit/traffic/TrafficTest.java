package naru.testkit.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import naru.linux.netlink.Links;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The traffic that other tests rely on says truly what was sent, what arrived and what hung. */
@Tag("root")
class TrafficTest {

    private static final String HERE = "127.0.0.1";
    private static final int PORT = 9000;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private ThrowAwayNetns netns;

    @BeforeEach
    void makeANamespace() {
        netns = ThrowAwayNetns.create("traffic");
        netns.netlink().execute(Links.up(1));
    }

    @AfterEach
    void dropIt() {
        netns.close();
    }

    @Test
    void everyNumberOfAFloodIsSeenOnce() throws Exception {
        try (FloodTaker taker = FloodTaker.at(path(), PORT);
                NumberedFlood flood = NumberedFlood.start(path(), HERE, PORT, 6000)) {
            until(() -> flood.sent().count() > 3000);
            long sent = flood.stop().count();
            until(() -> taker.arrived().count() == sent);
            assertThat(taker.arrived())
                    .isEqualTo(
                            new FloodTaker.Arrived(
                                    sent, 0, List.of(new FloodTaker.Span(0, sent - 1))));
            assertThat(taker.arrived().from(sent - 10)).isEqualTo(10);
            assertThat(flood.sent()).isEqualTo(flood.stop());
        }
    }

    @Test
    void whatDidNotArriveIsMissing() throws Exception {
        try (NumberedFlood flood = NumberedFlood.start(path(), HERE, PORT, 6000)) {
            until(() -> flood.sent().count() > 100);
            try (FloodTaker late = FloodTaker.at(path(), PORT)) {
                long seen = flood.sent().count();
                until(() -> late.arrived().from(seen) > 100);
                assertThat(late.arrived().spans())
                        .singleElement()
                        .extracting(FloodTaker.Span::first)
                        .satisfies(first -> assertThat(first).isBetween(100L, seen));
            }
        }
    }

    @Test
    void conversationsGoOnUntilTheOtherEndGoes() throws Exception {
        try (Conversations talk = Conversations.open(path(), path(), HERE, PORT, 50, PAUSE)) {
            until(() -> talk.report().exchanged() > 500);
            assertThat(talk.report().allLive()).isTrue();
            assertThat(talk.report().why()).isEmpty();
        }
    }

    @Test
    void aConversationThatHangsIsSeen() throws Exception {
        try (Conversations talk = Conversations.open(path(), path(), HERE, PORT, 3, PAUSE)) {
            until(() -> talk.report().exchanged() > 10);
            loopback("down");
            until(() -> talk.report().longest().toMillis() > 500);
            loopback("up");
            long before = talk.report().exchanged();
            until(() -> talk.report().exchanged() > before + 10);
            assertThat(talk.report().resent()).isPositive();
            assertThat(talk.report().allLive()).isTrue();
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThatThrownBy(() -> FloodTaker.at(Path.of("/nowhere"), PORT))
                .hasMessageContaining("opening /nowhere");
        assertThatThrownBy(() -> FloodTaker.at(path(), 70_000))
                .hasMessageContaining("70000 is not a number from 1 to 65535");
        assertThatThrownBy(() -> NumberedFlood.start(path(), "here", PORT, 1))
                .hasMessageContaining("here is not an IPv4 address");
    }

    private void loopback(String state) throws Exception {
        String enter = "--net=" + path();
        Process ip =
                new ProcessBuilder("nsenter", enter, "--", "ip", "link", "set", "lo", state)
                        .inheritIO()
                        .start();
        assertThat(ip.waitFor()).isZero();
    }

    private Path path() {
        return netns.path();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
