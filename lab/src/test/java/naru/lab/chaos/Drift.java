package naru.lab.chaos;

import naru.model.Ipv4Address;

/** What a hand, or somebody's script, changes on a node behind the agent's back. */
enum Drift {
    ROUTE_GONE("ip route del %1$s"),
    ROUTE_LEADS_ASTRAY("ip route replace blackhole %1$s"),
    NEIGHBOUR_GONE("ip neigh del %1$s " + Drift.DEVICE),
    NEIGHBOUR_IS_ANOTHER("ip neigh replace %1$s lladdr 02:00:00:00:00:01 " + Drift.DEVICE),
    DEVICE_DOWN("ip link set " + Drift.DEVICE + " down"),
    FORWARDING_OFF("echo 0 >/proc/sys/net/ipv4/ip_forward"),
    ANSWERS_BY_OTHER_WAYS_REFUSED(
            "echo 1 >/proc/sys/net/ipv4/conf/$(" + Drift.NAME + ")/rp_filter"),
    POLICY_ENTRY_GONE(
            Drift.DELETE
                    + "policy_map key hex $(bpftool -j map getnext pinned "
                    + Drift.MAPS
                    + "policy_map | sed 's/.*\"next_key\":\\[\\([^]]*\\).*/\\1/;"
                    + " s/0x//g; s/[\",]/ /g')"),
    IDENTITY_GONE(Drift.DELETE + "ipcache_map4 key hex 20 00 00 00 %2$s"),
    ENDPOINT_GONE(Drift.DELETE + "endpoint_map4 key hex %2$s"),
    PROGRAM_GONE(
            "bpftool link detach pinned /sys/fs/bpf/naru/v*/links/pod_ingress_"
                    + "$(cat /sys/class/net/$("
                    + Drift.NAME
                    + ")/ifindex)") {
        @Override
        boolean opens() {
            return true;
        }
    };

    private static final String NAME = "ip -o route show %1$s | sed 's/.* dev \\([^ ]*\\).*/\\1/'";
    private static final String DEVICE = "dev $(" + NAME + ")";
    private static final String MAPS = "/sys/fs/bpf/naru/v1/maps/";
    private static final String DELETE = "bpftool map delete pinned " + MAPS;

    private final String script;

    Drift(String script) {
        this.script = script;
    }

    /** For a shell on the node. */
    String script(Ipv4Address pod) {
        int bits = pod.bits();
        String hex =
                "%02x %02x %02x %02x"
                        .formatted(bits >>> 24, bits >>> 16 & 255, bits >>> 8 & 255, bits & 255);
        return script.formatted(pod, hex);
    }

    /** Whether policy is not in force at that pod until somebody has noticed. */
    boolean opens() {
        return false;
    }
}
