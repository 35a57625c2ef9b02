package naru.datapath;

import java.util.List;

/**
 * What the kernel says about one of our hooks on a device.
 *
 * @param mode TCX or CLSACT: how it is bound
 * @param program number of our program there
 * @param current true if that is the program of this version and configuration
 * @param order of tcx: the numbers of all programs at this place, in the order in which they run
 */
public record Attached(
        Hook hook,
        int ifindex,
        AttachMode mode,
        int program,
        boolean current,
        List<Integer> order) {

    public Attached {
        order = List.copyOf(order);
    }

    /** True if another program sees packets before ours, and can keep them from it. */
    public boolean overtaken() {
        return !order.isEmpty() && order.getFirst() != program;
    }
}
