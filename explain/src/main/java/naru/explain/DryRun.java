package naru.explain;

import naru.model.Ipv4Address;

/** A packet that is tried on the loaded programs without being sent. */
public final class DryRun {

    private DryRun() {}

    /**
     * @param ifindex the device at which the program is attached
     * @param ingressIfindex 0: made by this node's own stack
     * @param mark as netfilter left it
     * @param protocol IANA number
     * @param port destination port; 0 for ICMP, which is an echo request
     */
    public record Packet(
            KernelFacts.Hook hook,
            int ifindex,
            int ingressIfindex,
            int mark,
            Ipv4Address source,
            Ipv4Address destination,
            int protocol,
            int port) {}

    /**
     * @param reason 0: forwarded, else the number of a drop reason
     * @param reasonText as {@code naru monitor} writes it; empty if forwarded
     */
    public record Answer(int reason, String reasonText) {
        public boolean forwarded() {
            return reason == 0;
        }

        @Override
        public String toString() {
            return forwarded() ? "forwarded" : "drop (" + reasonText + ", " + reason + ")";
        }
    }
}
