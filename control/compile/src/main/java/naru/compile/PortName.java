package naru.compile;

import java.util.Comparator;
import naru.model.Protocol;

/**
 * What a pod may call some of its ports: one name means different ports for different protocols.
 */
public record PortName(String name, Protocol protocol) implements Comparable<PortName> {

    private static final Comparator<PortName> ORDER =
            Comparator.comparing(PortName::name).thenComparing(PortName::protocol);

    @Override
    public int compareTo(PortName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + "/" + protocol;
    }
}
