package naru.linux.netfilter;

import java.util.List;
import java.util.Map;

/**
 * Everything that filters or marks packets in one network namespace.
 *
 * @param installed the backend that the command {@code iptables} programs here
 * @param unseen what could not be read, and why
 */
public record NetfilterState(
        Backend installed,
        Map<Backend, Ruleset> rulesets,
        List<NativeChain> nativeChains,
        List<String> unseen) {

    public NetfilterState {
        rulesets = Map.copyOf(rulesets);
        nativeChains = List.copyOf(nativeChains);
        unseen = List.copyOf(unseen);
    }

    public Ruleset ruleset(Backend backend) {
        Ruleset ruleset = rulesets.get(backend);
        return ruleset == null
                ? new Ruleset(backend, Ruleset.Access.FAILED, "not read", Map.of())
                : ruleset;
    }
}
