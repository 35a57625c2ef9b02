package naru.linux.netns;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import naru.linux.ffi.Descriptor;

/**
 * A process whose only carrier is busy when a call in another namespace ends: the one who says so
 * must start the second carrier, on which the caller goes on. Prints the namespaces of both.
 *
 * <p>Arguments: {@code call}, {@code new} or {@code thread}, and the path of a namespace.
 */
final class CarrierProbe {

    private final CountDownLatch busy = new CountDownLatch(1);
    private volatile boolean over;

    private CarrierProbe() {}

    /** What the process prints. */
    static List<String> run(String how, Path netns) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djdk.virtualThreadScheduler.parallelism=2",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CarrierProbe.class.getName(),
                                how,
                                netns.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines().toList();
        }
    }

    public static void main(String[] args) throws Exception {
        NetnsId before = NetnsId.current();
        Thread caller = new CarrierProbe().start(args[0], Path.of(args[1]));
        caller.join();
        System.out.println("main " + before);
    }

    private Thread start(String how, Path netns) throws InterruptedException {
        Thread caller = Thread.startVirtualThread(() -> callAndTell(how, netns));
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // it gives its carrier back then
        }
        Thread.startVirtualThread(this::keepTheCarrierBusy);
        return caller;
    }

    private void callAndTell(String how, Path netns) {
        try {
            call(how, netns);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            over = true;
        }
        System.out.println("caller " + NetnsId.current());
    }

    private void call(String how, Path netns) throws Exception {
        Callable<Boolean> action =
                () -> {
                    busy.await();
                    return true;
                };
        switch (how) {
            case "call" -> Netns.call(netns, action);
            case "new" -> Netns.callInNew(_ -> awaitBusy());
            default -> {
                try (Descriptor namespace = Netns.open(netns);
                        NetnsThread thread = Netns.thread(namespace)) {
                    NetnsThread.await(thread.begin(action));
                }
            }
        }
    }

    private boolean awaitBusy() {
        try {
            busy.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keepTheCarrierBusy() {
        busy.countDown();
        while (!over) {
            Thread.onSpinWait();
        }
    }
}
