package naru.apply.device;

import java.util.List;
import naru.linux.netlink.Netlink;

/** Holds a pod's interface against what it should be. */
final class PodVerification {

    private PodVerification() {}

    static List<Difference> differences(Netlink node, PodInterface pod) {
        return node.link(pod.hostName()).isPresent()
                ? List.of()
                : List.of(new Difference(pod.hostName(), "present", "missing"));
    }
}
