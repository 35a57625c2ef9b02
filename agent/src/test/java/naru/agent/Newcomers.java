package naru.agent;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import naru.testkit.ThrowAwayNetns;

/** Connections that are opened one after the other, talked on and closed, until it is ended. */
final class Newcomers implements AutoCloseable {

    private static final int PORT = 8082;
    private static final long PAUSE_NANOS = 5_000_000;

    private final Listener listener;
    private final CompletableFuture<Integer> opened;
    private volatile boolean ended;

    Newcomers(ThrowAwayNetns from, ThrowAwayNetns to, String address) throws Exception {
        listener = new Listener(to, PORT);
        opened =
                CompletableFuture.supplyAsync(
                        () -> open(from, address), Executors.newVirtualThreadPerTaskExecutor());
    }

    private int open(ThrowAwayNetns from, String address) {
        int count = 0;
        while (!ended) {
            try (Socket socket = Listener.connection(from, address, PORT)) {
                Listener.talk(socket);
                count++;
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (Exception e) {
                throw new IllegalStateException("connection " + (count + 1) + " failed", e);
            }
        }
        return count;
    }

    /** Opens no more; answers how many there were. A failure of one is thrown. */
    int end() {
        ended = true;
        return opened.join();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        listener.close();
    }
}
