package naru.watch.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/** Reads {@code v1} Nodes. */
final class NodeReader {

    private static final Set<String> SPEC_FIELDS =
            Set.of(
                    "configSource",
                    "externalID",
                    "podCIDR",
                    "podCIDRs",
                    "providerID",
                    "taints",
                    "unschedulable");

    private NodeReader() {}

    static Node read(Metadata metadata, Field spec, Field status) {
        spec.mapping(SPEC_FIELDS);
        return new Node(
                metadata.key().name(),
                metadata.labels(),
                addresses(status.mapping(Set.of())),
                podCidrs(spec));
    }

    /** InternalIPs first, in their order, then the other addresses; host names are left out. */
    private static List<Ipv4Address> addresses(Field status) {
        Set<Ipv4Address> internal = new LinkedHashSet<>();
        Set<Ipv4Address> others = new LinkedHashSet<>();
        for (Field element : status.child("addresses").elements()) {
            String type =
                    element.mapping(Set.of("type", "address")).child("type").text().orElse("");
            Field address = element.child("address");
            String text = address.text().orElse("");
            if (type.equals("InternalIP")) {
                AddressReader.addressOfEitherFamily(address, text).ifPresent(internal::add);
            } else if (type.endsWith("IP")) {
                AddressReader.addressOfEitherFamily(address, text).ifPresent(others::add);
            }
        }
        internal.addAll(others);
        return List.copyOf(internal);
    }

    private static List<Ipv4Prefix> podCidrs(Field spec) {
        Field single = spec.child("podCIDR");
        Optional<String> first = single.text().filter(it -> !it.isEmpty());
        List<Field> elements = spec.child("podCIDRs").elements();
        if (elements.isEmpty()) {
            return first.flatMap(text -> AddressReader.prefix(single, text)).stream().toList();
        }
        if (first.isPresent() && !first.equals(elements.getFirst().text())) {
            single.error(Field.quoted(first.get()) + " must be the same as podCIDRs[0]");
        }
        Set<Ipv4Prefix> prefixes = new LinkedHashSet<>();
        List<Field> sixes = new ArrayList<>();
        for (Field element : elements) {
            String text = element.text().orElse("");
            if (AddressReader.isIpv6(text)) {
                sixes.add(element);
            } else {
                AddressReader.prefix(element, text).ifPresent(prefixes::add);
            }
        }
        for (Field six : sixes) {
            leaveOut(six, prefixes.isEmpty());
        }
        return List.copyOf(prefixes);
    }

    private static void leaveOut(Field six, boolean alone) {
        String message = Field.quoted(six.text().orElse("")) + " " + AddressReader.NOT_YET;
        if (alone) {
            six.error(message, "give the node an IPv4 podCIDR");
        } else {
            six.warning(message, "it is left out");
        }
    }
}
