package naru.agent.monitor;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import naru.datapath.FlowEvent;

/** Hands the datapath's events to all who watch; who is too slow loses some and is told so. */
public final class EventHub {

    private static final int QUEUE = 8192;

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** One who watches. */
    public final class Subscription implements AutoCloseable {

        private final BlockingQueue<FlowEvent> queue = new ArrayBlockingQueue<>(QUEUE);
        private final AtomicLong missed = new AtomicLong();

        private void offer(FlowEvent event) {
            if (!queue.offer(event)) {
                missed.incrementAndGet();
                lost.incrementAndGet();
            }
        }

        /**
         * Waits for events and takes those that are there.
         *
         * @param to gets them, at most {@code most}
         * @return false if there were none in time
         */
        public boolean take(List<FlowEvent> to, int most, long timeoutMillis)
                throws InterruptedException {
            FlowEvent first = queue.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            if (first == null) {
                return false;
            }
            to.add(first);
            queue.drainTo(to, most - 1);
            return true;
        }

        /** Events that did not fit since this was asked last. */
        public long takeMissed() {
            return missed.getAndSet(0);
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }

    /** For the thread that reads the ring buffer. */
    public void publish(FlowEvent event) {
        read.incrementAndGet();
        subscriptions.forEach(subscription -> subscription.offer(event));
    }

    public Subscription subscribe() {
        Subscription subscription = new Subscription();
        subscriptions.add(subscription);
        return subscription;
    }

    /** Events read so far. */
    public long read() {
        return read.get();
    }

    /** Events that somebody who watches was too slow for. */
    public long lost() {
        return lost.get();
    }
}
