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
        int portPrefix)
        implements Comparable<PolicyKey> {

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

    /** All keys of a set together, in it all of a direction, in it all of a peer. */
    @Override
    public int compareTo(PolicyKey other) {
        int order = Integer.compare(policySet, other.policySet);
        order = order != 0 ? order : direction.compareTo(other.direction);
        order = order != 0 ? order : Integer.compare(identity, other.identity);
        order = order != 0 ? order : Integer.compare(blockSet, other.blockSet);
        order = order != 0 ? order : Integer.compare(protocol, other.protocol);
        order = order != 0 ? order : Integer.compare(port, other.port);
        return order != 0 ? order : Integer.compare(portPrefix, other.portPrefix);
    }
}
