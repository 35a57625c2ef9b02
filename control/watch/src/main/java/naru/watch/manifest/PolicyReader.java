package naru.watch.manifest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.Rule;

/** Reads {@code networking.k8s.io/v1} NetworkPolicies and applies their defaults. */
final class PolicyReader {

    private static final Set<String> SPEC_FIELDS =
            Set.of("podSelector", "policyTypes", "ingress", "egress");
    private static final Set<String> INGRESS_FIELDS = Set.of("from", "ports");
    private static final Set<String> EGRESS_FIELDS = Set.of("to", "ports");
    private static final Set<String> PEER_FIELDS =
            Set.of("podSelector", "namespaceSelector", "ipBlock");
    private static final Set<String> BLOCK_FIELDS = Set.of("cidr", "except");

    private PolicyReader() {}

    static NetworkPolicy read(Metadata metadata, Field spec) {
        spec.mapping(SPEC_FIELDS);
        List<Rule> ingress = rules(spec.child("ingress"), "from", INGRESS_FIELDS);
        List<Rule> egress = rules(spec.child("egress"), "to", EGRESS_FIELDS);
        return new NetworkPolicy(
                metadata.key().namespace(),
                metadata.key().name(),
                SelectorReader.read(spec.child("podSelector")).orElse(LabelSelector.ALL),
                types(spec.child("policyTypes"), !egress.isEmpty()),
                ingress,
                egress);
    }

    /** Without any type: ingress, and egress if there are rules for it. */
    private static Set<Direction> types(Field field, boolean hasEgressRules) {
        Set<Direction> types = EnumSet.noneOf(Direction.class);
        List<Field> elements = field.elements();
        if (elements.size() > Direction.values().length) {
            field.error("must not name more than two");
        }
        for (Field element : elements) {
            String name = element.text().orElse("");
            switch (name) {
                case "Ingress" -> types.add(Direction.INGRESS);
                case "Egress" -> types.add(Direction.EGRESS);
                default -> element.error(Field.quoted(name) + " must be Ingress or Egress");
            }
        }
        if (elements.isEmpty()) {
            types.add(Direction.INGRESS);
            if (hasEgressRules) {
                types.add(Direction.EGRESS);
            }
        }
        return types;
    }

    private static List<Rule> rules(Field field, String peersName, Set<String> known) {
        List<Rule> rules = new ArrayList<>();
        for (Field rule : field.elements()) {
            rule.mapping(known);
            if (!rule.isPresent()) {
                rule.warning(
                        "is empty: this rule lets everything through", "write {} if that is meant");
            }
            List<Peer> peers = new ArrayList<>();
            rule.child(peersName).elements().forEach(peer -> peer(peer).ifPresent(peers::add));
            List<Port> ports =
                    rule.child("ports").elements().stream().map(PortReader::read).toList();
            rules.add(new Rule(peers, ports));
        }
        return rules;
    }

    private static Optional<Peer> peer(Field field) {
        field.mapping(PEER_FIELDS);
        Field block = field.child("ipBlock");
        boolean byLabels =
                field.child("podSelector").isPresent()
                        || field.child("namespaceSelector").isPresent();
        if (block.isPresent()) {
            if (byLabels) {
                field.error("must not have both ipBlock and a selector", "make two peers of it");
            }
            return block(block);
        }
        if (!byLabels) {
            field.error(
                    "must have podSelector, namespaceSelector or ipBlock",
                    "podSelector: {} means every pod of the namespace");
            return Optional.empty();
        }
        return Optional.of(
                new PodPeer(
                        SelectorReader.read(field.child("namespaceSelector")),
                        SelectorReader.read(field.child("podSelector"))));
    }

    private static Optional<Peer> block(Field field) {
        field.mapping(BLOCK_FIELDS);
        Field cidr = field.child("cidr");
        Optional<String> text = cidr.text().filter(it -> !it.isEmpty());
        if (text.isEmpty()) {
            cidr.error("is missing");
            return Optional.empty();
        }
        Optional<Ipv4Prefix> whole = AddressReader.prefix(cidr, text.get());
        List<Ipv4Prefix> except = new ArrayList<>();
        for (Field element : field.child("except").elements()) {
            Optional<Ipv4Prefix> part = AddressReader.prefix(element, element.text().orElse(""));
            part.ifPresent(except::add);
            if (part.isPresent() && whole.isPresent() && !isPart(part.get(), whole.get())) {
                element.error(part.get() + " must lie in cidr " + whole.get() + " and be smaller");
            }
        }
        return whole.map(it -> new BlockPeer(it, except));
    }

    private static boolean isPart(Ipv4Prefix part, Ipv4Prefix whole) {
        return whole.contains(part) && part.length() > whole.length();
    }
}
