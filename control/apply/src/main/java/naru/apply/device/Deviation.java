package naru.apply.device;

import java.util.List;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkRequest;

/**
 * Something of the node's that is not as it should be, and how it is put right.
 *
 * @param where the device, route, neighbour or setting
 * @param found what it is
 * @param remedy what is to be done, in words
 * @param steps the same for the kernel
 */
public record Deviation(
        Aspect aspect, String where, String found, String remedy, List<NetlinkRequest> steps) {

    /** What kind of thing it is. */
    public enum Aspect {
        DEVICE,
        ROUTE,
        NEIGHBOUR,
        SETTING
    }

    public Deviation {
        steps = List.copyOf(steps);
    }

    void mend(Netlink node) {
        node.execute(steps);
    }
}
