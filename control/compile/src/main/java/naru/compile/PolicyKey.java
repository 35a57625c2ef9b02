package naru.compile;

import naru.model.NetworkPolicy.Direction;

/**
 * A key of the policy map (datapath/maps/policy_map.h).
 *
 * @param policySet number of the policy set
 * @param identity of the peer; 0: any
 * @param blockSet of the peer's address; 0: any
 * @param protocol IANA number; 0: any
 * @param port lowest destination port of the range; 0 if {@code portPrefix} is 0
 * @param portPrefix leading bits of the port that must agree: 16 one port, 0 any
 */
public record PolicyKey(
        int policySet,
        Direction direction,
        int identity,
        int blockSet,
        int protocol,
        int port,
        int portPrefix) {

    public PolicyKey {
        if (protocol == 0 && portPrefix != 0) {
            throw new IllegalArgumentException("any protocol with port prefix " + portPrefix);
        }
    }

    /** The highest port that this key covers. */
    public int lastPort() {
        return port | (1 << 16 - portPrefix) - 1;
    }

    /** True if a packet to this protocol and port falls under it. */
    public boolean covers(int packetProtocol, int packetPort) {
        return protocol == 0
                || protocol == packetProtocol && packetPort >= port && packetPort <= lastPort();
    }
}
