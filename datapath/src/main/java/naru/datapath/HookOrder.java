package naru.datapath;

import java.util.List;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;

/** Who sees packets first at a device, asked with one system call where there is tcx. */
final class HookOrder {

    private HookOrder() {}

    /**
     * True if it is this program, bound as the mode says. A device that is gone has no order to put
     * right.
     */
    static boolean isFirst(BpfProgram program, AttachMode mode, HookPoint point, int ifindex) {
        return switch (mode) {
            case TCX, AUTO -> isFirstOfTcx(program, point, ifindex);
            case CLSACT ->
                    ClsactFilter.programOf(ifindex, point)
                            .filter(bound -> bound == program.id())
                            .isPresent();
        };
    }

    private static boolean isFirstOfTcx(BpfProgram program, HookPoint point, int ifindex) {
        try {
            List<Integer> order = TcxLink.programsOf(ifindex, point);
            return !order.isEmpty() && order.getFirst() == program.id();
        } catch (NativeException e) {
            if (e.errno() == Errno.ENODEV) {
                return true;
            }
            throw e;
        }
    }
}
