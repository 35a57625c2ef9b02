package naru.linux.bpf;

import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/** Whether this kernel has tcx links (6.6), found by asking it. */
public sealed interface TcxSupport {

    record Supported() implements TcxSupport {}

    record Unsupported() implements TcxSupport {}

    /** The kernel would not say. */
    record Unknown(String reason) implements TcxSupport {}

    /** Asks what is bound to the loopback device of the calling thread's network namespace. */
    static TcxSupport probe() {
        final int loopback = 1;
        try {
            TcxLink.programsOf(loopback, HookPoint.INGRESS);
            return new Supported();
        } catch (NativeException e) {
            return e.errno() == Errno.EINVAL
                    ? new Unsupported()
                    : new Unknown(String.valueOf(e.getMessage()));
        }
    }
}
