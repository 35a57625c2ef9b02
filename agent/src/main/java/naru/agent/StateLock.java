package naru.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import naru.wire.WireClient;

/** Makes sure that one agent works on a state directory. It ends with the process, however. */
final class StateLock implements AutoCloseable {

    private final FileChannel file;

    private StateLock(FileChannel file) {
        this.file = file;
    }

    /**
     * @throws IOException if another agent has it; the message says so
     */
    static StateLock take(Path state) throws IOException {
        Path path = Files.createDirectories(state).resolve("agent.lock");
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isFree(file)) {
            file.close();
            throw new IOException(
                    "another agent works with "
                            + state
                            + " (it holds "
                            + path
                            + "): stop it first");
        }
        return new StateLock(file);
    }

    /**
     * @throws IOException if somebody answers at the socket
     */
    static void refuseSecondServer(Path socket) throws IOException {
        try (WireClient _ = WireClient.connect(socket)) {
            throw new IOException("another agent answers at " + socket + ": stop it first");
        } catch (WireClient.Unreachable e) {
            // as it should be
        }
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
