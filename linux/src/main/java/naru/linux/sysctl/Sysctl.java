package naru.linux.sysctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A setting under {@code /proc/sys}. Those under {@code net} are of the network namespace that the
 * calling thread is in.
 *
 * @param path below {@code /proc/sys}: {@code net/ipv4/ip_forward}
 */
public record Sysctl(String path) {

    /** Whether this node passes packets on. */
    public static final Sysctl IP_FORWARD = new Sysctl("net/ipv4/ip_forward");

    private static final Path ROOT = Path.of("/proc/sys");

    /**
     * A device's IPv4 setting.
     *
     * @param device its name, or {@code all} or {@code default}
     */
    public static Sysctl ipv4(String device, String setting) {
        return new Sysctl("net/ipv4/conf/" + device + "/" + setting);
    }

    /** A device's IPv6 setting, which is not there on a kernel without IPv6. */
    public static Sysctl ipv6(String device, String setting) {
        return new Sysctl("net/ipv6/conf/" + device + "/" + setting);
    }

    /** The value without white space around it; empty if this kernel has no such setting. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(file()).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " can't be read", e);
        }
    }

    /**
     * Sets it.
     *
     * @return false if this kernel has no such setting
     */
    public boolean write(String value) {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    this + " can't be set to " + value + "; is /proc/sys mounted read-only?", e);
        }
    }

    private Path file() {
        return ROOT.resolve(path);
    }

    /** As sysctl(8) writes it, but with slashes, because device names may have dots. */
    @Override
    public String toString() {
        return "sysctl " + path;
    }
}
