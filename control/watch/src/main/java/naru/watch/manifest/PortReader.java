package naru.watch.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import naru.model.NetworkPolicy.AnyPort;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortMatch;
import naru.model.NetworkPolicy.PortRange;
import naru.model.Protocol;

/** Reads ports, those of policies and what ports have in common everywhere. */
final class PortReader {

    private static final Set<String> FIELDS = Set.of("protocol", "port", "endPort");
    private static final int MAX_PORT = 65535;

    private PortReader() {}

    static Port read(Field field) {
        field.mapping(FIELDS);
        return new Port(
                protocol(field.child("protocol")),
                match(field.child("port"), field.child("endPort")));
    }

    private static PortMatch match(Field port, Field endPort) {
        if (!port.isPresent()) {
            if (endPort.isPresent()) {
                endPort.error("must not stand without port");
            }
            return new AnyPort();
        }
        if (port.node().isTextual()) {
            String name = port.node().textValue();
            Optional<String> broken = Syntax.portName(name);
            boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
            broken.ifPresent(
                    why ->
                            port.error(
                                    "port name " + Field.quoted(name) + " " + why,
                                    digits ? "a number is written without quotes" : ""));
            if (endPort.isPresent()) {
                endPort.error("must not stand with a named port");
            }
            return new NamedPort(name);
        }
        return range(port, endPort);
    }

    private static PortMatch range(Field port, Field endPort) {
        int first = number(port);
        int last = endPort.isPresent() ? number(endPort) : first;
        if (first > 0 && last > 0 && last < first) {
            endPort.error(last + " must not be lower than port " + first);
        }
        return new PortRange(first, last);
    }

    /** A port number; 0, with an error, if it is none. */
    static int number(Field field) {
        OptionalInt number = field.integer();
        if (number.isEmpty()) {
            return 0;
        }
        if (number.getAsInt() < 1 || number.getAsInt() > MAX_PORT) {
            field.error(number.getAsInt() + " must be in 1.." + MAX_PORT);
            return 0;
        }
        return number.getAsInt();
    }

    /** TCP if none is named. */
    static Protocol protocol(Field field) {
        if (!field.isPresent()) {
            return Protocol.TCP;
        }
        String name = field.text().orElse("TCP");
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equals(name)) {
                return protocol;
            }
        }
        List<String> known = Arrays.stream(Protocol.values()).map(Protocol::name).toList();
        String upper = name.toUpperCase(Locale.ROOT);
        field.error(
                Field.quoted(name) + " must be one of " + String.join(", ", known),
                known.contains(upper) ? "write " + upper : "");
        return Protocol.TCP;
    }
}
