package naru.compile;

import java.util.Optional;
import naru.model.Ipv4Address;

/**
 * A connection as far as this node decides it.
 *
 * @param egress asked if the source is an endpoint of this node
 * @param ingress asked if the destination is an endpoint of this node
 */
public record Connection(
        End source,
        End destination,
        int protocol,
        int port,
        Optional<Decision> egress,
        Optional<Decision> ingress) {

    /** One side; {@code blockSet} 0: no block covers it. */
    public record End(
            Ipv4Address address, int identity, int blockSet, Optional<LocalEndpoint> endpoint) {}

    /** True if no endpoint of this node says no. */
    public boolean allowed() {
        return egress.map(Decision::allowed).orElse(true)
                && ingress.map(Decision::allowed).orElse(true);
    }
}
