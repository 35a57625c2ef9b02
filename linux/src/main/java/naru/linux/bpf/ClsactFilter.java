package naru.linux.bpf;

import java.util.Optional;
import naru.linux.ffi.BpfAttach;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/**
 * A program bound to a device as the filter of handle 1 and priority 1 of its clsact queueing
 * discipline, for kernels before tcx. It lives with the device.
 */
public final class ClsactFilter {

    private static final int HANDLE = 1;
    private static final int PRIORITY = 1;

    private ClsactFilter() {}

    /** Makes room for filters at both points of a device; again is fine. */
    public static void prepare(int ifindex) {
        BpfAttach.tcHookCreate(ifindex, HookPoint.INGRESS.clsactPoint());
    }

    /**
     * Binds a program where none is, on a device that is {@link #prepare}d.
     *
     * @return false if a filter is there, which stays
     */
    public static boolean attachFirst(BpfProgram program, int ifindex, HookPoint point) {
        try {
            bind(program, ifindex, point, false);
            return true;
        } catch (NativeException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Binds a program, in place of one that is there; each packet meets the old one or the new one.
     */
    public static void attach(BpfProgram program, int ifindex, HookPoint point) {
        prepare(ifindex);
        bind(program, ifindex, point, true);
    }

    private static void bind(BpfProgram program, int ifindex, HookPoint point, boolean replace) {
        int number = program.descriptor().number();
        BpfAttach.tcAttach(number, ifindex, point.clsactPoint(), HANDLE, PRIORITY, replace);
    }

    /** Unbinds; false if nothing was bound, or the device is gone. */
    public static boolean detach(int ifindex, HookPoint point) {
        try {
            BpfAttach.tcDetach(ifindex, point.clsactPoint(), HANDLE, PRIORITY);
            return true;
        } catch (NativeException e) {
            if (e.errno() == Errno.ENOENT
                    || e.errno() == Errno.EINVAL
                    || e.errno() == Errno.ENODEV) {
                return false;
            }
            throw e;
        }
    }

    /** The number of the program that is bound here. */
    public static Optional<Integer> programOf(int ifindex, HookPoint point) {
        return BpfAttach.tcQuery(ifindex, point.clsactPoint(), HANDLE, PRIORITY);
    }
}
