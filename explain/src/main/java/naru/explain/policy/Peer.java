package naru.explain.policy;

import java.util.List;
import naru.compile.ReservedIdentity;
import naru.explain.cause.Cause;
import naru.model.Ipv4Address;

/**
 * The other end as a pod's policy sees it.
 *
 * @param name for people
 * @param wanted its identity by the cluster's objects
 * @param seen its identity by what the datapath knows
 * @param alternative what it may be too, if that could not be told; else the same as {@code seen}
 * @param whyOther if {@code seen} is not {@code wanted}: the reasons, nearest first
 */
public record Peer(
        String name,
        Ipv4Address address,
        int wanted,
        int seen,
        int alternative,
        List<Cause> whyOther) {

    public Peer {
        whyOther = List.copyOf(whyOther);
    }

    /** One whose identity is what it should be. */
    public static Peer known(String name, Ipv4Address address, int identity) {
        return new Peer(name, address, identity, identity, identity, List.of());
    }

    public boolean labelsUnknown() {
        return wanted == ReservedIdentity.INIT.number();
    }
}
