package naru.linux.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Which network namespace it is, however it is reached: two paths with equal ids lead to the same
 * one. The kernel may give the inode of a namespace that has ended to a later one.
 *
 * @param device of the kernel's namespace file system
 * @param inode of the namespace
 */
public record NetnsId(long device, long inode) {

    /**
     * The id behind a path.
     *
     * @throws UncheckedIOException if nothing is there, or it may not be looked at
     */
    public static NetnsId of(Path path) {
        try {
            Map<String, Object> file = Files.readAttributes(path, "unix:dev,ino");
            return new NetnsId(number(file, "dev"), number(file, "ino"));
        } catch (IOException e) {
            throw new UncheckedIOException("network namespace " + path + " can't be read", e);
        }
    }

    private static long number(Map<String, Object> file, String attribute) {
        return (Long) Objects.requireNonNull(file.get(attribute), attribute);
    }

    /** The namespace of the calling thread; of a virtual one, that of its carrier. */
    public static NetnsId current() {
        return of(Netns.CURRENT);
    }
}
