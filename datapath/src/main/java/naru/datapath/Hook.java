package naru.datapath;

import naru.linux.bpf.HookPoint;

/** Where the kernel hands us a packet. Each hook is one program, in an object of its own. */
public enum Hook {
    /** A packet leaves a pod. */
    POD_EGRESS("pod_egress", HookPoint.INGRESS),
    /** A packet comes from the stack to a pod. */
    POD_INGRESS("pod_ingress", HookPoint.EGRESS),
    /** A packet arrives on an uplink. */
    NODE_INGRESS("node_ingress", HookPoint.INGRESS);

    private final String program;
    private final HookPoint point;

    Hook(String program, HookPoint point) {
        this.program = program;
        this.point = point;
    }

    /** Name of its program, its object and its pins. */
    public String program() {
        return program;
    }

    /** Where on the device it is. */
    public HookPoint point() {
        return point;
    }
}
