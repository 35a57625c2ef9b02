package naru.agent.endpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * State that an agent left before the machine was started anew. The devices and maps that it tells
 * of are gone, and a power cut may have left files half written: it is thrown away.
 */
public final class EarlierBoot {

    private static final Path NOW = Path.of("/proc/sys/kernel/random/boot_id");

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
        boolean earlier = Files.exists(note) && !Files.readString(note).equals(boot);
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
