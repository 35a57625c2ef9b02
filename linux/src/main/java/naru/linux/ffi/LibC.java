package naru.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.LONG;
import static naru.linux.ffi.Native.pointer;
import static naru.linux.ffi.Native.string;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * Files, namespaces, mounts and memory of the C library. Each method is the call of its name and
 * throws {@link NativeException} where that returns an error.
 */
public final class LibC {

    public static final int O_RDONLY = 0;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_CLOEXEC = 0x80000;

    public static final int CLONE_FS = 0x200;
    public static final int CLONE_NEWNS = 0x20000;
    public static final int CLONE_NEWNET = 0x40000000;

    public static final long MS_BIND = 0x1000;
    public static final long MS_REC = 0x4000;
    public static final long MS_PRIVATE = 0x40000;
    public static final int MNT_DETACH = 2;

    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;

    private static final int EINTR_AS_TIMEOUT = 0;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final long MEMBARRIER_CMD_GLOBAL = 1;
    private static final long MEMBARRIER =
            "aarch64".equals(System.getProperty("os.arch")) ? 283 : 324;
    private static final int IF_NAMESIZE = 16;
    private static final int STATFS_BYTES = 256;
    private static final short POLLIN = 1;
    private static final int POLLFD = 8;

    private static final SymbolLookup C = Native.standardLibrary();
    private static final NativeFunction OPEN = bind("open");
    private static final NativeFunction FCNTL = bind("fcntl");
    private static final NativeFunction CLOSE = bind("close");
    private static final NativeFunction SETNS = bind("setns");
    private static final NativeFunction UNSHARE = bind("unshare");
    private static final NativeFunction MOUNT = bind("mount");
    private static final NativeFunction UMOUNT2 = bind("umount2");
    private static final NativeFunction STATFS = bind("statfs");
    private static final NativeFunction MMAP = bind("mmap");
    private static final NativeFunction MUNMAP = bind("munmap");
    private static final NativeFunction POLL = bind("poll");
    private static final NativeFunction EVENTFD = bind("eventfd");
    private static final NativeFunction EVENTFD_WRITE = bind("eventfd_write");
    private static final NativeFunction IF_NAMETOINDEX = bind("if_nametoindex");
    private static final NativeFunction IF_INDEXTONAME = bind("if_indextoname");
    private static final NativeFunction GETPAGESIZE = bind("getpagesize");
    private static final NativeFunction SYSCALL = bind("syscall");

    private LibC() {}

    private static NativeFunction bind(String name) {
        return new NativeFunction(C, name);
    }

    /** open(2). Add {@link #O_CLOEXEC} unless a child is to have it. */
    public static Descriptor open(String path, int flags) {
        return new Descriptor(
                Native.call(
                        () -> "open(" + path + ")",
                        (state, arena) -> OPEN.call(state, string(arena, path), flags, 0)));
    }

    /** A second descriptor for the same open file, closed on exec. */
    public static Descriptor duplicate(int descriptor) {
        return new Descriptor(
                Native.call(
                        () -> "fcntl(F_DUPFD_CLOEXEC)",
                        (state, _) -> FCNTL.call(state, descriptor, F_DUPFD_CLOEXEC, 0)));
    }

    static void close(int descriptor) {
        Native.call(() -> "close(" + descriptor + ")", (state, _) -> CLOSE.call(state, descriptor));
    }

    /**
     * setns(2): moves the calling thread. Only on a fresh platform thread that then ends: a virtual
     * thread would leave its carrier in the foreign namespace.
     */
    public static void setns(Descriptor namespace, int type) {
        requirePlatformThread("setns");
        Native.call(
                () -> "setns(0x" + Integer.toHexString(type) + ")",
                (state, _) -> SETNS.call(state, namespace.number(), type));
    }

    /** unshare(2), with the same rule about threads as {@link #setns}. */
    public static void unshare(int flags) {
        requirePlatformThread("unshare");
        Native.call(
                () -> "unshare(0x" + Integer.toHexString(flags) + ")",
                (state, _) -> UNSHARE.call(state, flags));
    }

    /** mount(2). {@code type} and {@code data} may be empty. */
    public static void mount(String source, String target, String type, long flags, String data) {
        Native.call(
                () -> "mount(" + source + ", " + target + ")",
                (state, arena) ->
                        MOUNT.call(
                                state,
                                string(arena, source),
                                string(arena, target),
                                string(arena, type),
                                flags,
                                string(arena, data)));
    }

    public static void umount2(String target, int flags) {
        Native.call(
                () -> "umount2(" + target + ")",
                (state, arena) -> UMOUNT2.call(state, string(arena, target), flags));
    }

    /** The f_type of statfs(2): which kind of file system holds a path, as this thread sees it. */
    public static long fileSystemType(String path) {
        return Native.callLong(
                () -> "statfs(" + path + ")",
                (state, arena) -> {
                    MemorySegment answer = arena.allocate(STATFS_BYTES, 8);
                    int result = STATFS.call(state, string(arena, path), pointer(answer));
                    return result < 0 ? result : answer.get(LONG, 0);
                });
    }

    /** mmap(2) of a descriptor. The segment is good until {@link #munmap}. */
    public static MemorySegment mmap(
            Descriptor file, long offset, long bytes, int protection, int flags) {
        return Native.callPointer(
                        () -> "mmap(" + bytes + " bytes)",
                        (state, _) ->
                                MMAP.callLong(
                                        state, 0, bytes, protection, flags, file.number(), offset))
                .reinterpret(bytes);
    }

    /** munmap(2) of a whole mapping. No thread may read it any more. */
    public static void munmap(MemorySegment mapping) {
        Native.call(
                () -> "munmap",
                (state, _) -> MUNMAP.call(state, pointer(mapping), mapping.byteSize()));
    }

    /**
     * poll(2) for input: waits until one of the descriptors has some.
     *
     * @param timeoutMillis -1 waits for ever
     * @return false on timeout, and if a signal came first
     */
    public static boolean pollReadable(int timeoutMillis, Descriptor... files) {
        return Native.call(
                        () -> "poll",
                        (state, arena) -> {
                            MemorySegment request = arena.allocate((long) POLLFD * files.length, 4);
                            for (int i = 0; i < files.length; i++) {
                                request.set(INT, (long) POLLFD * i, files[i].number());
                                request.set(JAVA_SHORT, (long) POLLFD * i + 4, POLLIN);
                            }
                            int result =
                                    POLL.call(
                                            state,
                                            pointer(request),
                                            (long) files.length,
                                            timeoutMillis);
                            boolean interrupted = result < 0 && Native.errno(state) == Errno.EINTR;
                            return interrupted ? EINTR_AS_TIMEOUT : result;
                        })
                > 0;
    }

    /** eventfd(2): a descriptor to wait at that has input once {@link #signal} was called. */
    public static Descriptor eventFd() {
        return new Descriptor(
                Native.call(() -> "eventfd", (state, _) -> EVENTFD.call(state, 0, O_CLOEXEC)));
    }

    /** Wakes who polls an {@link #eventFd}, now and ever after. */
    public static void signal(Descriptor eventFd) {
        Native.call(
                () -> "eventfd_write",
                (state, _) -> EVENTFD_WRITE.call(state, eventFd.number(), 1L));
    }

    /**
     * The number of a device in the calling thread's network namespace; ENODEV if there is none.
     */
    public static int ifNameToIndex(String name) {
        return Native.call(
                () -> "if_nametoindex(" + name + ")",
                (state, arena) -> {
                    int index = IF_NAMETOINDEX.call(state, string(arena, name));
                    return index == 0 ? -1 : index;
                });
    }

    /** The name of a device in the calling thread's network namespace; ENXIO if there is none. */
    public static String ifIndexToName(int index) {
        String[] name = new String[1];
        Native.callPointer(
                () -> "if_indextoname(" + index + ")",
                (state, arena) -> {
                    MemorySegment buffer = arena.allocate(IF_NAMESIZE);
                    long result = IF_INDEXTONAME.callLong(state, index, pointer(buffer));
                    name[0] = buffer.getString(0);
                    return result;
                });
        return name[0];
    }

    /** Bytes of a memory page. */
    public static int pageSize() {
        return Native.call(() -> "getpagesize", (state, _) -> GETPAGESIZE.call(state));
    }

    /**
     * membarrier(2), which waits for a grace period of the kernel: a program that was replaced
     * before is run by nobody any more when this returns.
     */
    public static void waitForGracePeriod() {
        Native.call(
                () -> "membarrier",
                (state, _) -> SYSCALL.call(state, MEMBARRIER, MEMBARRIER_CMD_GLOBAL, 0, 0));
    }

    private static void requirePlatformThread(String call) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(
                    call + " on a virtual thread would leave its carrier in a foreign namespace");
        }
    }
}
