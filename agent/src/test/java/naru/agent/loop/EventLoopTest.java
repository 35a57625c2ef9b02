package naru.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger inForce = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();
    private final EventLoop loop =
            new EventLoop(
                    () -> {
                        rounds.incrementAndGet();
                        inForce.set(state.get());
                    });

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void whoeverChangesWaitsUntilItIsInForce() throws Exception {
        loop.start();
        loop.change(state::incrementAndGet);
        assertThat(inForce).hasValue(1);
    }

    @Test
    void whatArrivesMeanwhileIsOneBatch() throws Exception {
        for (int i = 0; i < 100; i++) {
            loop.post(state::incrementAndGet);
        }
        loop.start();
        loop.change(() -> true);
        assertThat(inForce).hasValue(100);
        assertThat(rounds.get()).isLessThan(5);
    }

    @Test
    void readingCostsNoRound() throws Exception {
        loop.start();
        assertThat(loop.read(state::get)).isZero();
        assertThat(rounds).hasValue(0);
    }

    @Test
    void aFailureReachesWhoeverAskedAndNobodyElse() throws Exception {
        loop.start();
        assertThatThrownBy(
                        () ->
                                loop.change(
                                        () -> {
                                            throw new IOException("no");
                                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThat(loop.change(state::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void whoeverWaitsWhenTheLoopEndsIsTold() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        loop.start();
        loop.post(
                () -> {
                    busy.countDown();
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        busy.await();
        loop.close();
        assertThatThrownBy(() -> loop.change(() -> 1)).hasMessageContaining("stopping");
    }
}
