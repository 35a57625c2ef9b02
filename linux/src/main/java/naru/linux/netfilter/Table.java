package naru.linux.netfilter;

import java.util.Map;
import java.util.Optional;

/**
 * A table of a backend.
 *
 * @param dormant it is there, but the kernel does not evaluate it ({@code flags dormant} of
 *     nftables, which iptables does not show)
 */
public record Table(Backend backend, String name, Map<String, Chain> chains, boolean dormant) {

    public Optional<Chain> chain(String chain) {
        return Optional.ofNullable(chains.get(chain));
    }

    Table asDormant() {
        return new Table(backend, name, chains, true);
    }
}
