package naru.lab.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/** Text that is read while something else is. */
final class FutureText {

    private final FutureTask<String> task;

    private FutureText(FutureTask<String> task) {
        this.task = task;
    }

    static FutureText of(BufferedReader reader) {
        FutureTask<String> task =
                new FutureTask<>(() -> reader.lines().collect(Collectors.joining("\n")));
        Thread.ofVirtual().name("reader").start(task);
        return new FutureText(task);
    }

    String get() throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
