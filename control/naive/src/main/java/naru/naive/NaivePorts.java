package naru.naive;

import java.util.List;
import naru.model.NetworkPolicy.AnyPort;
import naru.model.NetworkPolicy.NamedPort;
import naru.model.NetworkPolicy.Port;
import naru.model.NetworkPolicy.PortRange;
import naru.model.Pod.ContainerPort;

/** The items of {@code ports}, which are ORed; an empty or missing list matches all traffic. */
final class NaivePorts {

    private NaivePorts() {}

    static boolean match(List<Port> ports, Party destination, Attempt attempt) {
        if (ports.isEmpty()) {
            return true;
        }
        for (Port port : ports) {
            if (port.protocol().number() == attempt.protocol()
                    && matches(port, destination, attempt.port())) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Port port, Party destination, int number) {
        if (port.match() instanceof PortRange range) {
            return number >= range.first() && number <= range.last();
        }
        if (port.match() instanceof NamedPort named) {
            return stands(named.name(), port, destination, number);
        }
        return port.match() instanceof AnyPort;
    }

    /** A name is a name of the pod that the traffic goes to. */
    private static boolean stands(String name, Port port, Party destination, int number) {
        if (destination instanceof Party.KnownPod(var pod, var _)) {
            for (ContainerPort container : pod.ports()) {
                if (container.name().equals(name)
                        && container.protocol() == port.protocol()
                        && container.number() == number) {
                    return true;
                }
            }
        }
        return false;
    }
}
