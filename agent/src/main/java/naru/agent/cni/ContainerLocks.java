package naru.agent.cni;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.agent.cni.CniCall.AttachmentId;

/** Requests about one container come one after the other, others side by side. */
final class ContainerLocks {

    private static final int LOCKS = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
    private final Set<AttachmentId> underWay = ConcurrentHashMap.newKeySet();

    /** Closing it lets the next one work on that container. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for those who came before. */
    Held take(AttachmentId attachment) throws InterruptedException {
        ReentrantLock lock = locks[Math.floorMod(attachment.containerId().hashCode(), LOCKS)];
        lock.lockInterruptibly();
        underWay.add(attachment);
        return () -> {
            underWay.remove(attachment);
            lock.unlock();
        };
    }

    /** What is worked on now. */
    Set<AttachmentId> underWay() {
        return underWay.stream().collect(Collectors.toUnmodifiableSet());
    }
}
