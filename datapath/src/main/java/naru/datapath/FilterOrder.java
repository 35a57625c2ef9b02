package naru.datapath;

import java.util.ArrayList;
import java.util.List;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.NativeException;

/** Who sees packets before a clsact filter: whatever its priority, all that is bound by tcx. */
final class FilterOrder {

    private FilterOrder() {}

    /**
     * The numbers of programs in the order in which they run, the filter's the last; empty on a
     * kernel without tcx.
     */
    static List<Integer> of(Hook hook, int ifindex, int filter) {
        try {
            List<Integer> order = new ArrayList<>(TcxLink.programsOf(ifindex, hook.point()));
            order.removeIf(id -> HookBindings.isOurs(hook, id));
            order.add(filter);
            return order;
        } catch (NativeException e) {
            return List.of();
        }
    }
}
