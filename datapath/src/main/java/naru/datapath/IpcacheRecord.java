package naru.datapath;

import java.util.Optional;
import naru.model.Ipv4Address;

/**
 * Who holds an address or prefix.
 *
 * @param identity number of its labels, or a reserved one
 * @param tunnelEndpoint the node that encapsulated packets go to; empty: native routing
 */
public record IpcacheRecord(int identity, Optional<Ipv4Address> tunnelEndpoint) {

    /** Reached by native routing. */
    public IpcacheRecord(int identity) {
        this(identity, Optional.empty());
    }
}
