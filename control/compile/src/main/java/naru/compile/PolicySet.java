package naru.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import naru.compile.Origin.PolicyRule;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;

/** What the endpoints under the same policies share: its number leads the keys of its entries. */
final class PolicySet {

    /**
     * The set of endpoints that nothing is known about: only the local host gets in, nothing gets
     * out.
     */
    static final int CLOSED = 0;

    static final int FIRST = 1;

    /**
     * What makes endpoints share a set.
     *
     * @param policies that select them, and how: a policy that selects otherwise is another one,
     *     because endpoints that it no longer selects must not meet its new rules on their way out
     * @param ports what the names of these policies' ingress ports stand for at them
     */
    record Key(
            SortedMap<ObjectKey, LabelSelector> policies,
            SortedMap<PortName, SortedSet<Integer>> ports) {

        SortedSet<Integer> ports(PortName name) {
            return ports.getOrDefault(name, Collections.emptySortedSet());
        }

        String canonical() {
            Canonical text = new Canonical();
            policies.forEach(
                    (policy, selector) ->
                            text.part("policy", policy.namespace(), policy.name(), selector));
            ports.forEach(
                    (name, numbers) -> text.part("port", name.name(), name.protocol(), numbers));
            return text.toString();
        }
    }

    /** A policy as this set has it compiled. */
    private record Compiled(NetworkPolicy policy, Map<Direction, List<RuleTerms>> rules) {

        void attach() {
            rules.values().forEach(list -> list.forEach(RuleTerms::attach));
        }

        void detach() {
            rules.values().forEach(list -> list.forEach(RuleTerms::detach));
        }
    }

    private final Key key;
    private final int number;
    private final Sources sources;
    private final Map<ObjectKey, Compiled> compiled = new TreeMap<>();
    private final Map<Direction, Term> unisolated = new HashMap<>();
    private int users;

    PolicySet(Key key, int number, Sources sources) {
        this.key = key;
        this.number = number;
        this.sources = sources;
        localHost(number, sources).attach();
        isolate();
    }

    /** The entry that each set has. */
    static Term localHost(int policySet, Sources sources) {
        return new Term.Fixed(
                new EntryWriter(sources.table(), policySet, Direction.INGRESS, Grant.localHost()),
                ReservedIdentity.HOST.number(),
                List.of(PortSpan.ANY));
    }

    Key key() {
        return key;
    }

    int number() {
        return number;
    }

    void use() {
        users++;
    }

    void unuse() {
        users--;
    }

    boolean isUsed() {
        return users > 0;
    }

    /**
     * Takes over a policy as it is now, if it is one of this set. The new rules come before the old
     * ones go.
     */
    void compile(NetworkPolicy policy) {
        Compiled old = compiled.get(policy.key());
        if (!policy.podSelector().equals(key.policies.get(policy.key()))
                || old != null && old.policy.equals(policy)) {
            return;
        }
        Compiled now = new Compiled(policy, rules(policy));
        now.attach();
        compiled.put(policy.key(), now);
        if (old != null) {
            old.detach();
        }
        isolate();
    }

    private Map<Direction, List<RuleTerms>> rules(NetworkPolicy policy) {
        Map<Direction, List<RuleTerms>> rules = new TreeMap<>();
        for (Direction direction : policy.types()) {
            List<RuleTerms> list = new ArrayList<>();
            for (int i = 0; i < policy.rules(direction).size(); i++) {
                PolicyRule origin = new PolicyRule(policy.key(), direction, i);
                list.add(
                        new RuleTerms(
                                origin, policy.rules(direction).get(i), key, number, sources));
            }
            rules.put(direction, list);
        }
        return rules;
    }

    /** A direction that no policy isolates is open. */
    private void isolate() {
        for (Direction direction : Direction.values()) {
            if (!isolatedBy(direction).isEmpty()) {
                Term open = unisolated.remove(direction);
                if (open != null) {
                    open.detach();
                }
            } else if (!unisolated.containsKey(direction)) {
                Grant grant = Grant.notIsolated(direction);
                EntryWriter entries = new EntryWriter(sources.table(), number, direction, grant);
                Term open = new Term.Fixed(entries, 0, List.of(PortSpan.ANY));
                unisolated.put(direction, open);
                open.attach();
            }
        }
    }

    /** Takes all its entries away. */
    void close() {
        compiled.values().forEach(Compiled::detach);
        unisolated.values().forEach(Term::detach);
        localHost(number, sources).detach();
    }

    List<ObjectKey> isolatedBy(Direction direction) {
        return compiled.values().stream()
                .map(Compiled::policy)
                .filter(policy -> policy.types().contains(direction))
                .map(NetworkPolicy::key)
                .toList();
    }

    List<CompiledRule> rules(Direction direction) {
        List<CompiledRule> rules = new ArrayList<>();
        compiled.values().forEach(c -> rules.addAll(c.rules.getOrDefault(direction, List.of())));
        return rules;
    }
}
