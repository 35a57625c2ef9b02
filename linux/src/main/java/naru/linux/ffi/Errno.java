package naru.linux.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Numbers of errno that callers branch on, and the names and texts of all. */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int E2BIG = 7;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int EHOSTUNREACH = 113;
    public static final int ESTALE = 116;
    public static final int ENOTSUPP = 524;

    private static final int LONGEST = 256;
    private static final NativeFunction NAME =
            new NativeFunction(Native.standardLibrary(), "strerrorname_np");
    private static final NativeFunction TEXT =
            new NativeFunction(Native.standardLibrary(), "strerrordesc_np");

    private Errno() {}

    /** The name in the kernel's headers, such as ENOENT; the number itself if it has none. */
    public static String name(int errno) {
        return errno == ENOTSUPP ? "ENOTSUPP" : string(NAME, errno, Integer.toString(errno));
    }

    /** What people read: "No such file or directory". */
    public static String text(int errno) {
        return errno == ENOTSUPP
                ? "not supported by this kernel object"
                : string(TEXT, errno, "unknown error");
    }

    private static String string(NativeFunction function, int errno, String otherwise) {
        try (Arena arena = Arena.ofConfined()) {
            long text = function.callLong(Native.callState(arena), errno);
            return text == 0
                    ? otherwise
                    : MemorySegment.ofAddress(text).reinterpret(LONGEST).getString(0);
        }
    }
}
