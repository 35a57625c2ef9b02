package naru.agent.doctor.foreign;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pod networks that may have been here before, and how one knows what is theirs. */
enum OtherNetwork {
    CILIUM("Cilium", "cilium_\\w+|lxc[0-9a-f]{10,12}|lxc_health", "CILIUM_.+", "cil_.+"),
    CALICO(
            "Calico",
            "cali[0-9a-f]{11}|vxlan\\.calico|wireguard\\.cali|bpf(in|out)\\.cali",
            "cali-.+",
            "cali_.+|calico_.+"),
    FLANNEL("flannel", "flannel[.-].+", "FLANNEL-.+", ""),
    BRIDGE(
            "a bridge plugin (flannel, kubenet, containerd's default)",
            "cni0|cbr0",
            "CNI-[0-9a-f]{24}",
            ""),
    WEAVE("Weave Net", "weave|vethwe-.+", "WEAVE.*", ""),
    KUBE_ROUTER("kube-router", "kube-bridge", "KUBE-(ROUTER|NWPLCY|POD-FW)-.+", ""),
    ANTREA("Antrea", "antrea-.+", "ANTREA-.+", ""),
    OVN("OVN-Kubernetes", "ovn-k8s-.+", "OVN-KUBE-.+", "");

    private final String title;
    private final Pattern devices;
    private final Pattern chains;
    private final Pattern programs;

    OtherNetwork(String title, String devices, String chains, String programs) {
        this.title = title;
        this.devices = Pattern.compile(devices);
        this.chains = Pattern.compile(chains);
        this.programs = Pattern.compile(programs);
    }

    /** For people. */
    String title() {
        return title;
    }

    static Optional<OtherNetwork> ofDevice(String name) {
        return Arrays.stream(values()).filter(o -> o.devices.matcher(name).matches()).findFirst();
    }

    /** Of a chain of iptables. */
    static Optional<OtherNetwork> ofChain(String name) {
        return Arrays.stream(values()).filter(o -> o.chains.matcher(name).matches()).findFirst();
    }

    /** Of an eBPF program. */
    static Optional<OtherNetwork> ofProgram(String name) {
        return Arrays.stream(values()).filter(o -> o.programs.matcher(name).matches()).findFirst();
    }
}
