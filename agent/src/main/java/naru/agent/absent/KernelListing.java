package naru.agent.absent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import naru.datapath.PinnedDatapath;
import naru.datapath.PinnedDatapath.Bound;
import naru.datapath.PinnedDatapath.PinnedMap;
import naru.linux.netlink.Link;
import naru.linux.netlink.Netlink;

/**
 * Maps, and programs at devices, as the kernel has them: what bpftool would say, where it is not
 * installed.
 */
record KernelListing(List<PinnedMap> maps, List<Device> devices) {

    /** A device and our programs on it; those without any are left out. */
    record Device(String name, int ifindex, List<Bound> programs) {}

    /** In the node's namespaces. */
    static KernelListing of(Path bpfRoot) throws IOException {
        PinnedDatapath pinned = new PinnedDatapath(bpfRoot);
        try (Netlink netlink = Netlink.open()) {
            List<Device> devices =
                    netlink.links().stream()
                            .map(link -> device(link, pinned))
                            .filter(device -> !device.programs.isEmpty())
                            .toList();
            return new KernelListing(pinned.exists() ? pinned.maps() : List.of(), devices);
        }
    }

    private static Device device(Link link, PinnedDatapath pinned) {
        return new Device(link.name(), link.index(), pinned.bound(link.index()));
    }
}
