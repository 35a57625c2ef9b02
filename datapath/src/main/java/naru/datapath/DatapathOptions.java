package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.HostIdentityMode;

/**
 * What a datapath is opened with.
 *
 * @param bpfRoot folder of all pins; a bpf file system is mounted on its parent if it lies in none
 * @param hostIdentity how the programs know this node's own packets
 * @param attach how they are bound to devices
 */
public record DatapathOptions(Path bpfRoot, HostIdentityMode hostIdentity, AttachMode attach) {

    public static final Path DEFAULT_BPF_ROOT = Path.of("/sys/fs/bpf/naru");

    // Moves when an agent could not make out what another one's pins are; maps may change.
    private static final String VERSION = "v1";

    /** What a node has without configuration. */
    public static DatapathOptions defaults() {
        return new DatapathOptions(DEFAULT_BPF_ROOT, HostIdentityMode.KERNEL, AttachMode.AUTO);
    }

    public DatapathOptions {
        bpfRoot = bpfRoot.toAbsolutePath().normalize();
    }

    /** Where a bpf file system is mounted if there is none. */
    Path mountPoint() {
        Path parent = bpfRoot.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the bpf root cannot be /: name a folder for pins");
        }
        return parent;
    }

    /** Of all that this version pins. */
    Path root() {
        return bpfRoot.resolve(VERSION);
    }

    Path maps() {
        return bpfRoot.resolve(VERSION).resolve("maps");
    }

    Path programs() {
        return bpfRoot.resolve(VERSION).resolve("programs");
    }

    Path links() {
        return bpfRoot.resolve(VERSION).resolve("links");
    }
}
