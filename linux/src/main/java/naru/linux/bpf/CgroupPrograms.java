package naru.linux.bpf;

import java.nio.file.Path;
import java.util.List;
import naru.linux.ffi.BpfAttach;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Errno;
import naru.linux.ffi.LibC;
import naru.linux.ffi.NativeException;

/** The programs that are bound to a cgroup itself, which those of its children run as well. */
public final class CgroupPrograms {

    /** What a program at a cgroup decides on; numbers of enum bpf_attach_type. */
    public enum Kind {
        INET_INGRESS(0, "packets that its sockets get"),
        INET_EGRESS(1, "packets that its sockets send"),
        INET4_CONNECT(10, "where its sockets connect to"),
        UDP4_SENDMSG(14, "where its datagrams go");

        private final int number;
        private final String text;

        Kind(int number, String text) {
            this.number = number;
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    private CgroupPrograms() {}

    /**
     * Their numbers, in the order in which they run.
     *
     * @param folder of the cgroup, in a file system of version 2
     */
    public static List<Integer> at(Path folder, Kind kind) {
        int flags = LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC;
        try (Descriptor cgroup = LibC.open(folder.toString(), flags)) {
            return BpfAttach.programsOf(cgroup.number(), kind.number);
        } catch (NativeException e) {
            if (e.errno() == Errno.EINVAL || e.errno() == Errno.ENOENT) {
                return List.of(); // a kernel without such programs, or no such cgroup
            }
            throw e;
        }
    }
}
