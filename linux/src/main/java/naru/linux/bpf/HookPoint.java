package naru.linux.bpf;

import naru.linux.ffi.BpfAttach;

/** Where on a device a program sees packets. */
public enum HookPoint {
    /** Packets that the device received; at a host-side veth: what the pod sends. */
    INGRESS(BpfAttach.BPF_TCX_INGRESS, BpfAttach.BPF_TC_INGRESS),
    /** Packets that the device will send; at a host-side veth: what the pod gets. */
    EGRESS(BpfAttach.BPF_TCX_EGRESS, BpfAttach.BPF_TC_EGRESS);

    private final int tcxType;
    private final int clsactPoint;

    HookPoint(int tcxType, int clsactPoint) {
        this.tcxType = tcxType;
        this.clsactPoint = clsactPoint;
    }

    int tcxType() {
        return tcxType;
    }

    int clsactPoint() {
        return clsactPoint;
    }
}
