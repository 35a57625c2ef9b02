package naru.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import naru.lab.cluster.Cluster.Stored;
import naru.lab.cluster.Refused;
import naru.lab.config.LabConfig.NodeSettings;
import naru.lab.fabric.FabricConflict;
import naru.lab.fabric.Host;
import naru.lab.machine.NodeMachine;
import naru.lab.node.NodeRunner;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;
import naru.watch.manifest.ManifestObject;

/** Takes Node manifests in: chooses what they leave open, and brings new nodes up. */
final class NodeAdmission {

    private static final int LONGEST_SOCKET_PATH = 107;

    private final Lab lab;

    NodeAdmission(Lab lab) {
        this.lab = lab;
    }

    /**
     * Keeps the addresses and ranges that a manifest gives, so that nothing else is given them. For
     * all manifests before any is taken in.
     */
    void reserve(Node node) {
        try {
            for (Ipv4Address address : node.addresses()) {
                lab.plan().reserve(address, holder(node.name()));
            }
            for (Ipv4Prefix range : node.podCidrs()) {
                lab.plan().reserve(range, holder(node.name()));
            }
        } catch (FabricConflict e) {
            // Said when this node's turn comes.
        }
    }

    private static String holder(String node) {
        return "node " + node;
    }

    /** Stores the node; returns what became of it. */
    String take(ManifestObject manifest, Node wanted) throws Refused, IOException {
        Optional<NodeRunner> existing = lab.node(wanted.name());
        if (lab.isLeaving(wanted.key())) {
            throw new Refused("it is being deleted");
        }
        return existing.isPresent()
                ? change(manifest, wanted, existing.get().node())
                : create(manifest, wanted);
    }

    private String change(ManifestObject manifest, Node wanted, Node has)
            throws Refused, IOException {
        if (!wanted.addresses().isEmpty() && !wanted.addresses().equals(has.addresses())) {
            throw new Refused(
                    "its addresses are "
                            + has.addresses()
                            + " and can't change; delete the node first");
        }
        if (!wanted.podCidrs().isEmpty() && !wanted.podCidrs().equals(has.podCidrs())) {
            throw new Refused(
                    "its pod ranges are "
                            + has.podCidrs()
                            + " and can't change; delete the node first");
        }
        Node complete = new Node(wanted.name(), wanted.labels(), has.addresses(), has.podCidrs());
        Stored before = lab.cluster().get(wanted.key()).orElseThrow();
        Stored after = new Stored(complete, withChoices(manifest.raw(), complete));
        if (after.raw().equals(before.raw())) {
            return "unchanged";
        }
        lab.cluster().put(after);
        return "configured";
    }

    private String create(ManifestObject manifest, Node wanted) throws Refused, IOException {
        String name = wanted.name();
        if (name.startsWith("cgroup.")
                || lab.places().agentSocket(name).toString().length() > LONGEST_SOCKET_PATH) {
            throw new Refused("a node of the lab can't have this name; choose a shorter one");
        }
        NodeSettings settings = lab.config().nodes().getOrDefault(name, NodeSettings.NONE);
        try {
            Node complete = choose(wanted, settings);
            Host host =
                    lab.plan()
                            .place(
                                    holder(name),
                                    NodeMachine.netns(lab.places(), name),
                                    complete.addresses(),
                                    settings.subnet(),
                                    settings.mtu());
            NodeRunner runner = new NodeRunner(lab.nodeSetup(), complete, host);
            lab.cluster().put(new Stored(complete, withChoices(manifest.raw(), complete)));
            lab.nodes().put(name, runner);
            runner.start();
            return "created";
        } catch (FabricConflict e) {
            lab.plan().release(holder(name));
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    private Node choose(Node wanted, NodeSettings settings) throws FabricConflict {
        String holder = holder(wanted.name());
        List<Ipv4Address> addresses = wanted.addresses();
        if (addresses.isEmpty()) {
            addresses = List.of(lab.plan().chooseAddress(settings.subnet(), holder));
        }
        List<Ipv4Prefix> ranges = wanted.podCidrs();
        for (Ipv4Prefix range : ranges) {
            lab.plan().reserve(range, holder);
        }
        if (ranges.isEmpty()) {
            ranges = List.of(lab.plan().chooseRange(holder));
        }
        return new Node(wanted.name(), wanted.labels(), addresses, ranges);
    }

    /** The manifest with what was chosen for it written in. */
    private static ObjectNode withChoices(ObjectNode raw, Node node) {
        ObjectNode complete = raw.deepCopy();
        ObjectNode spec = complete.withObjectProperty("spec");
        spec.put("podCIDR", node.podCidrs().getFirst().toString());
        ArrayNode ranges = spec.putArray("podCIDRs");
        node.podCidrs().forEach(range -> ranges.add(range.toString()));
        ObjectNode status = complete.withObjectProperty("status");
        ArrayNode addresses = status.putArray("addresses");
        for (Ipv4Address address : node.addresses()) {
            addresses.addObject().put("type", "InternalIP").put("address", address.toString());
        }
        addresses.addObject().put("type", "Hostname").put("address", node.name());
        return complete;
    }
}
