package naru.lab.fabric;

import java.nio.file.Path;
import java.util.List;
import naru.model.Ipv4Address;

/**
 * A machine on the fabric: a node or an external host.
 *
 * @param name for people, {@code node n1}
 * @param netns its network namespace
 * @param ports its devices, {@code eth0} first; the default route goes by that
 */
public record Host(String name, Path netns, List<Port> ports) {

    public Host {
        ports = List.copyOf(ports);
    }

    /**
     * A cable into a segment.
     *
     * @param device at the host's end
     * @param cable at the fabric's end
     * @param mtu at the host's end, in bytes
     */
    public record Port(
            String device, String cable, Segment segment, List<Ipv4Address> addresses, int mtu) {
        public Port {
            addresses = List.copyOf(addresses);
        }
    }

    /** All addresses; the first one leads. */
    public List<Ipv4Address> addresses() {
        return ports.stream().flatMap(port -> port.addresses().stream()).toList();
    }
}
