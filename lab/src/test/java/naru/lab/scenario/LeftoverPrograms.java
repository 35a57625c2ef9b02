package naru.lab.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.HookPoint;
import naru.linux.ffi.BpfAttach;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.LibC;
import naru.testkit.CObject;

/** Programs with names of Cilium's, bound where it binds them; they let everything pass. */
final class LeftoverPrograms implements AutoCloseable {

    private static final int INET4_CONNECT = 10;
    private static final Path PINS = Path.of("/sys/fs/bpf");

    private final int ifindex;
    private final BpfObject device;
    private final BpfObject cgroup;
    private final List<Descriptor> links = new ArrayList<>();

    /**
     * @param cgroup the node's root of the cgroups
     */
    LeftoverPrograms(Place node, String uplink, Path cgroup) throws Exception {
        this.ifindex = node.call(() -> LibC.ifNameToIndex(uplink));
        this.device = load("SEC(\"tc\") int cil_from_netdev(struct __sk_buff *skb) { return -1; }");
        this.cgroup =
                load(
                        "SEC(\"cgroup/connect4\") int cil_sock4_connect(struct bpf_sock_addr *a)"
                                + " { return 1; }");
        node.call(() -> bind(device));
        try (Descriptor folder = LibC.open(cgroup.toString(), LibC.O_DIRECTORY | LibC.O_CLOEXEC);
                var program = this.cgroup.program("cil_sock4_connect")) {
            links.add(
                    BpfAttach.linkCreate(
                            program.descriptor().number(), folder.number(), INET4_CONNECT));
        }
    }

    private static BpfObject load(String source) {
        BpfObject object = BpfObject.open("leftover", CObject.compile(source), PINS);
        object.load();
        return object;
    }

    private boolean bind(BpfObject object) {
        try (var program = object.program("cil_from_netdev")) {
            ClsactFilter.attach(program, ifindex, HookPoint.INGRESS);
            return true;
        }
    }

    /** The filter at the uplink stays, as the kernel keeps it: with the queueing discipline. */
    @Override
    public void close() {
        links.forEach(Descriptor::close);
        cgroup.close();
        device.close();
    }
}
