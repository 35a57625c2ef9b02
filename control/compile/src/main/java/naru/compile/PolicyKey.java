package naru.compile;

import java.util.Comparator;
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
        int portPrefix)
        implements Comparable<PolicyKey> {

    /** All keys of a set together, in it all of a direction, in it all of a peer. */
    private static final Comparator<PolicyKey> ORDER =
            Comparator.comparingInt(PolicyKey::policySet)
                    .thenComparing(PolicyKey::direction)
                    .thenComparingInt(PolicyKey::identity)
                    .thenComparingInt(PolicyKey::blockSet)
                    .thenComparingInt(PolicyKey::protocol)
                    .thenComparingInt(PolicyKey::port)
                    .thenComparingInt(PolicyKey::portPrefix);

    public PolicyKey {
        if (protocol == 0 && portPrefix != 0) {
            throw new IllegalArgumentException("any protocol with port prefix " + portPrefix);
        }
    }

    static PolicyKey of(
            int policySet, Direction direction, int identity, int blockSet, PortSpan ports) {
        return new PolicyKey(
                policySet,
                direction,
                identity,
                blockSet,
                ports.protocol(),
                ports.port(),
                ports.prefix());
    }

    PolicyKey withPorts(PortSpan ports) {
        return of(policySet, direction, identity, blockSet, ports);
    }

    /** The ports that it covers. */
    public PortSpan ports() {
        return new PortSpan(protocol, port, portPrefix);
    }

    /** The highest port that this key covers. */
    public int lastPort() {
        return ports().last();
    }

    /** True if a packet to this protocol and port falls under it. */
    public boolean covers(int packetProtocol, int packetPort) {
        return ports().covers(packetProtocol, packetPort);
    }

    @Override
    public int compareTo(PolicyKey other) {
        return ORDER.compare(this, other);
    }
}
