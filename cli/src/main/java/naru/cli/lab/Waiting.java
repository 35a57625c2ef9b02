package naru.cli.lab;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a person what takes so long, from the third second on. */
final class Waiting implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration PACE = Duration.ofMillis(500);

    private final PrintStream err;
    private final Thread thread;
    private volatile String now;

    Waiting(PrintStream err, String first) {
        this.err = err;
        this.now = first;
        this.thread = Thread.ofVirtual().start(this::tell);
    }

    void now(String what) {
        now = what;
    }

    private void tell() {
        String told = "";
        try {
            Thread.sleep(SILENCE);
            while (true) {
                if (!told.equals(now)) {
                    told = now;
                    err.println("naru: " + told);
                    err.flush();
                }
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            // over
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
