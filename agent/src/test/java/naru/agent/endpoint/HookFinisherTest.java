package naru.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs get their final form one device after the other, while no runtime wants anything. */
class HookFinisherTest {

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Integer> finished = new LinkedBlockingQueue<>();
    private final Calm calm = new Calm();
    private final HookFinisher finisher = new HookFinisher(new Hooks(), calm);
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private final CountDownLatch slowBegan = new CountDownLatch(1);

    private static final int GONE = 13;
    private static final int REFUSED = 14;
    private static final int SLOW = 15;

    private final class Hooks implements PodHooks {
        @Override
        public void attach(int ifindex) {}

        @Override
        public void finish(int ifindex) {
            switch (ifindex) {
                case GONE -> throw new NativeException("bpf_link_create", Errno.ENODEV, "");
                case REFUSED -> throw new IllegalStateException("refused");
                case SLOW -> {
                    slowBegan.countDown();
                    awaitLeave();
                }
                default -> {}
            }
            finished.add(ifindex);
        }

        private void awaitLeave() {
            try {
                mayFinish.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void forget(int ifindex) {}

        @Override
        public boolean isAttached(int ifindex) {
            return true;
        }

        @Override
        public boolean isFinished(int ifindex) {
            return ifindex == 3;
        }
    }

    @AfterEach
    void stop() {
        mayFinish.countDown();
        finisher.close();
    }

    @Test
    void devicesThatNeedItAreFinishedInTheirOrder() throws Exception {
        finisher.addAll(List.of(2, 3, 5));
        finisher.start();
        assertThat(next()).isEqualTo(2);
        assertThat(next()).isEqualTo(5);
    }

    @Test
    void aDeviceThatIsGoneOrRefusedHoldsNobodyUp() throws Exception {
        finisher.addAll(List.of(GONE, REFUSED, 7));
        finisher.start();
        assertThat(next()).isEqualTo(7);
    }

    @Test
    void nothingIsFinishedWhileARuntimeWaits() throws Exception {
        calm.begin();
        finisher.start();
        finisher.add(2);
        assertThat(finished.poll(600, TimeUnit.MILLISECONDS)).isNull();
        calm.end();
        assertThat(next()).isEqualTo(2);
    }

    @Test
    void aDeviceThatGoesAwayIsLeftAloneAfterwards() throws Exception {
        finisher.addAll(List.of(SLOW, 8, 9));
        finisher.start();
        slowBegan.await();
        finisher.remove(8);
        Thread remover =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        finisher.remove(SLOW);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        assertThat(remover.join(Duration.ofMillis(100))).as("it is being worked on").isFalse();
        mayFinish.countDown();
        assertThat(remover.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertThat(next()).isEqualTo(SLOW);
        assertThat(next()).isEqualTo(9);
    }

    private Integer next() throws InterruptedException {
        return finished.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
