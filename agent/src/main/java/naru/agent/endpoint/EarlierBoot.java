package naru.agent.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * State that an agent left before the machine was started anew. The devices and maps that it tells
 * of are gone, and a power cut may have left files half written: it is thrown away.
 */
public final class EarlierBoot {

    private static final Path NOW = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Pattern BOOT =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private EarlierBoot() {}

    /**
     * Removes what is in these files and folders, if it is of an earlier boot.
     *
     * @param state the folder that notes the boot
     * @return true if it was
     */
    public static boolean forget(Path state, Path... dying) throws IOException {
        return forget(Files.readString(NOW).strip(), state, dying);
    }

    static boolean forget(String boot, Path state, Path... dying) throws IOException {
        Path note = state.resolve("boot");
        String noted =
                Files.exists(note) ? Files.readString(note, StandardCharsets.ISO_8859_1) : "";
        if (noted.equals(boot)) {
            return false; // and nothing is written: the disk may be full
        }
        // A note that is no number of a boot says nothing, and what it lies beside may be of now.
        boolean earlier = BOOT.matcher(noted).matches();
        if (earlier) {
            for (Path path : dying) {
                remove(path);
            }
        }
        StateFile.write(note, boot);
        return earlier;
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } else {
            Files.deleteIfExists(path);
        }
    }
}
