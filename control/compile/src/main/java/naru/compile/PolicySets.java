package naru.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.Rule;
import naru.model.ObjectKey;

/** Which policies select the endpoints of this node, and the policy sets that follow from it. */
final class PolicySets {

    /** Notes which local identities a policy selects. */
    private final class Selection implements Group.Listener<Identity> {
        final Selector selector;
        NetworkPolicy policy;

        Selection(NetworkPolicy policy) {
            this.policy = policy;
            this.selector = new Selector.InNamespace(policy.namespace(), policy.podSelector());
        }

        @Override
        public void joined(Identity subject) {
            selecting.computeIfAbsent(subject, s -> new TreeSet<>()).add(policy.key());
            unsettled.add(subject);
        }

        @Override
        public void left(Identity subject) {
            SortedSet<ObjectKey> policies = Multimaps.known(selecting, subject);
            policies.remove(policy.key());
            if (policies.isEmpty()) {
                selecting.remove(subject);
            }
            unsettled.add(subject);
        }
    }

    private final Sources sources;
    private final SelectorIndex subjects;
    private final Numbers<PolicySet.Key> numbers;
    private final Map<ObjectKey, Selection> policies = new HashMap<>();
    private final Map<Identity, SortedSet<ObjectKey>> selecting = new HashMap<>();
    private final Set<Identity> local = new HashSet<>();
    private final Set<Identity> unsettled = new HashSet<>();
    private final Set<ObjectKey> changed = new HashSet<>();
    private final Map<Identity, PolicySet> assigned = new HashMap<>();
    private final Map<PolicySet.Key, PolicySet> sets = new HashMap<>();
    private final Map<Integer, PolicySet> setsByNumber = new HashMap<>();
    private final Map<ObjectKey, Set<PolicySet>> setsByPolicy = new HashMap<>();
    private List<PolicySet> leaving = List.of();

    PolicySets(Sources sources, SelectorIndex subjects, Numbers<PolicySet.Key> numbers) {
        this.sources = sources;
        this.subjects = subjects;
        this.numbers = numbers;
        PolicySet.localHost(PolicySet.CLOSED, sources).attach();
    }

    void put(NetworkPolicy policy) {
        Selection known = policies.get(policy.key());
        Selection selection = new Selection(policy);
        if (known != null && known.selector.equals(selection.selector)) {
            known.policy = policy;
            selecting.forEach(
                    (subject, selectors) -> {
                        if (selectors.contains(policy.key())) {
                            unsettled.add(subject);
                        }
                    });
        } else {
            remove(policy.key());
            policies.put(policy.key(), selection);
            subjects.attach(selection.selector, selection);
        }
        changed.add(policy.key());
    }

    void remove(ObjectKey key) {
        Selection selection = policies.remove(key);
        if (selection != null) {
            subjects.detach(selection.selector, selection);
        }
    }

    /** Endpoints of this node have this identity now. */
    void add(Identity subject) {
        local.add(subject);
        unsettled.add(subject);
        subjects.add(subject);
    }

    void remove(Identity subject) {
        local.remove(subject);
        unsettled.add(subject);
        subjects.remove(subject);
    }

    /**
     * Brings all sets up to date. A set that is left stays until the next time: while the kernel's
     * tables change one by one, endpoints that are still in it must find the new numbers of blocks
     * there.
     *
     * @return the identities whose set is another one now
     */
    Set<Identity> settle() {
        Set<Identity> moved = new HashSet<>();
        List<PolicySet> left = new ArrayList<>();
        for (Identity subject : unsettled) {
            PolicySet before = assigned.get(subject);
            Optional<PolicySet.Key> key =
                    local.contains(subject) ? Optional.of(key(subject)) : Optional.empty();
            if (key.equals(Optional.ofNullable(before).map(PolicySet::key))) {
                continue;
            }
            moved.add(subject);
            key.ifPresentOrElse(k -> assign(subject, k), () -> assigned.remove(subject));
            if (before != null) {
                before.unuse();
                left.add(before);
            }
        }
        unsettled.clear();
        compileChanged();
        leaving.forEach(this::release);
        leaving = left;
        return moved;
    }

    /** True if no set waits for its end. */
    boolean settled() {
        return leaving.isEmpty();
    }

    private void compileChanged() {
        for (ObjectKey key : changed) {
            Selection selection = policies.get(key);
            if (selection != null) {
                setsByPolicy.getOrDefault(key, Set.of()).stream()
                        .filter(PolicySet::isUsed)
                        .forEach(set -> set.compile(selection.policy));
            }
        }
        changed.clear();
    }

    private void assign(Identity subject, PolicySet.Key key) {
        PolicySet set = sets.computeIfAbsent(key, this::open);
        key.policies()
                .keySet()
                .forEach(policy -> set.compile(Multimaps.known(policies, policy).policy));
        set.use();
        assigned.put(subject, set);
    }

    private PolicySet open(PolicySet.Key key) {
        PolicySet set = new PolicySet(key, numbers.claim(key), sources);
        setsByNumber.put(set.number(), set);
        key.policies().keySet().forEach(policy -> Multimaps.add(setsByPolicy, policy, set));
        return set;
    }

    private void release(PolicySet set) {
        if (!set.isUsed() && sets.remove(set.key(), set)) {
            set.close();
            setsByNumber.remove(set.number());
            set.key()
                    .policies()
                    .keySet()
                    .forEach(policy -> Multimaps.remove(setsByPolicy, policy, set));
            numbers.release(set.key());
        }
    }

    private PolicySet.Key key(Identity subject) {
        SortedMap<ObjectKey, LabelSelector> selectors = new TreeMap<>();
        SortedMap<PortName, SortedSet<Integer>> ports = new TreeMap<>();
        for (ObjectKey key : selecting.getOrDefault(subject, Collections.emptySortedSet())) {
            NetworkPolicy policy = Multimaps.known(policies, key).policy;
            selectors.put(key, policy.podSelector());
            for (PortName name : ingressNames(policy)) {
                if (!subject.labels().ports(name).isEmpty()) {
                    ports.put(name, subject.labels().ports(name));
                }
            }
        }
        return new PolicySet.Key(selectors, ports);
    }

    private static Set<PortName> ingressNames(NetworkPolicy policy) {
        Set<PortName> names = new HashSet<>();
        if (policy.types().contains(Direction.INGRESS)) {
            for (Rule rule : policy.ingress()) {
                for (Port port : rule.ports()) {
                    if (port.match() instanceof NamedPort(String name)) {
                        names.add(new PortName(name, port.protocol()));
                    }
                }
            }
        }
        return names;
    }

    /** The number of the set for endpoints of an identity; closed while it is not settled. */
    int number(Identity subject) {
        PolicySet set = assigned.get(subject);
        return set == null ? PolicySet.CLOSED : set.number();
    }

    Optional<PolicySet> set(int number) {
        return Optional.ofNullable(setsByNumber.get(number));
    }
}
