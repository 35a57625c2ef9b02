package naru.watch.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.model.Ipv4Address;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;

/** Reads {@code v1} Pods. */
final class PodReader {

    private static final Set<String> PORT_FIELDS =
            Set.of("containerPort", "hostIP", "hostPort", "name", "protocol");

    private PodReader() {}

    static Pod read(Metadata metadata, Field spec, Field status) {
        spec.mapping(PodFields.SPEC);
        status.mapping(Set.of());
        String phase = status.child("phase").text().orElse("");
        return new Pod(
                Shared.text(metadata.key().namespace()),
                metadata.key().name(),
                metadata.uid(),
                Shared.labels(metadata.labels()),
                Shared.text(spec.child("nodeName").name(Syntax::dnsSubdomain).orElse("")),
                addresses(status),
                spec.child("hostNetwork").isTrue(),
                ports(spec),
                WishedAddresses.read(metadata, spec),
                Shared.text(serviceAccount(spec)),
                phase.equals("Succeeded") || phase.equals("Failed"));
    }

    private static String serviceAccount(Field spec) {
        return spec.child("serviceAccountName")
                .name(Syntax::dnsSubdomain)
                .or(() -> spec.child("serviceAccount").name(Syntax::dnsSubdomain))
                .orElse("default");
    }

    private static List<Ipv4Address> addresses(Field status) {
        Set<Ipv4Address> addresses = new LinkedHashSet<>();
        Field single = status.child("podIP");
        take(single, addresses);
        for (Field element : status.child("podIPs").elements()) {
            take(element.mapping(Set.of("ip")).child("ip"), addresses);
        }
        return List.copyOf(addresses);
    }

    private static void take(Field field, Set<Ipv4Address> addresses) {
        Optional<String> text = field.text().filter(it -> !it.isEmpty());
        text.flatMap(it -> AddressReader.addressOfEitherFamily(field, it))
                .ifPresent(addresses::add);
    }

    /** The ports of containers, then those of init containers that run on beside them. */
    private static List<ContainerPort> ports(Field spec) {
        List<ContainerPort> ports = new ArrayList<>();
        for (Field container : spec.child("containers").elements()) {
            ports.addAll(portsOf(container));
        }
        for (Field container : spec.child("initContainers").elements()) {
            List<ContainerPort> declared = portsOf(container);
            if (container.child("restartPolicy").text().equals(Optional.of("Always"))) {
                ports.addAll(declared);
            }
        }
        return ports;
    }

    private static List<ContainerPort> portsOf(Field container) {
        container.mapping(PodFields.CONTAINER);
        List<ContainerPort> ports = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field port : container.child("ports").elements()) {
            port.mapping(PORT_FIELDS);
            String name = port.child("name").name(Syntax::portName).orElse("");
            if (!name.isEmpty() && !names.add(name)) {
                port.child("name").error(Field.quoted(name) + " is there twice in this container");
            }
            Field number = port.child("containerPort");
            if (!number.isPresent()) {
                number.error("is missing");
            }
            ports.add(
                    new ContainerPort(
                            name,
                            PortReader.number(number),
                            PortReader.protocol(port.child("protocol"))));
        }
        return ports;
    }
}
