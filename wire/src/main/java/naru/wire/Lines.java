package naru.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads lines of bounded length from a socket. */
final class Lines {

    /** No request is longer; a CNI configuration of 256 KiB fits, escaped. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[8192];
    private int start;
    private int end;

    Lines(InputStream in) {
        this.in = in;
    }

    /** A line longer than {@link #MAX_BYTES}. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the request is longer than " + MAX_BYTES + " bytes");
        }
    }

    /**
     * The next line without its newline; empty at the end. A last line without newline is dropped.
     */
    Optional<String> next() throws IOException {
        int scanned = start;
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    String line =
                            new String(buffer, start, scanned - start, StandardCharsets.UTF_8);
                    start = scanned + 1;
                    return Optional.of(line);
                }
            }
            scanned -= makeRoom();
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return Optional.empty();
            }
            end += read;
        }
    }

    /** Moves what is unread to the front, or grows; answers how far it was moved. */
    private int makeRoom() throws TooLong {
        int moved = start;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            if (end >= MAX_BYTES) {
                throw new TooLong();
            }
            buffer = Arrays.copyOf(buffer, Math.min(MAX_BYTES, 2 * end));
        }
        return moved;
    }
}
