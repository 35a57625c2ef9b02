package naru.linux.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.linux.ffi.LibC;

/** The file system that holds pins. */
public final class BpfFileSystem {

    // linux/magic.h. The JDK's FileStore knows only what the process's first thread has mounted.
    private static final long BPF_FS_MAGIC = 0xcafe4a11L;

    private BpfFileSystem() {}

    /**
     * Makes {@code folder}, in a bpf file system. If none holds it, one is mounted on {@code
     * mountPoint}, in the mount namespace of the calling thread.
     */
    public static void prepare(Path mountPoint, Path folder) {
        try {
            Files.createDirectories(mountPoint);
            if (!isMounted(mountPoint)) {
                LibC.mount("bpf", mountPoint.toString(), "bpf", 0, "mode=0700");
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + " for pins", e);
        }
    }

    /** True if an existing folder lies in a bpf file system. */
    public static boolean isMounted(Path folder) {
        return LibC.fileSystemType(folder.toString()) == BPF_FS_MAGIC;
    }
}
