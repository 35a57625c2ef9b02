package naru.lab.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.lab.config.LabConfig.External;
import naru.lab.config.LabConfig.NodeSettings;
import naru.lab.config.LabConfig.Router;
import naru.lab.config.LabConfig.Subnet;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.watch.document.DocumentText;

/** Reads a lab.yaml. Whatever it doesn't know is an error. */
public final class LabConfigReader {

    private static final int SMALLEST_MTU = 576;
    private static final int LARGEST_MTU = 65535;

    private LabConfigReader() {}

    /**
     * @param file its name for people
     * @throws LabConfigException if anything in it is wrong
     */
    public static LabConfig read(String file, String text) throws LabConfigException {
        ConfigNode root = new ConfigNode(parse(file, text), file);
        if (!root.isPresent()) {
            return LabConfig.DEFAULTS;
        }
        root.only("subnets", "router", "nodes", "external", "securityGroups", "agent");
        notYet(root.field("securityGroups"));
        List<Subnet> subnets = subnets(root.field("subnets"));
        Set<String> names = new HashSet<>(subnets.stream().map(Subnet::name).toList());
        return new LabConfig(
                subnets,
                router(root.field("router")),
                nodes(root.field("nodes"), names),
                external(root.field("external"), names),
                root.field("agent").texts());
    }

    private static JsonNode parse(String file, String text) throws LabConfigException {
        DocumentText read = DocumentText.parse(file, text);
        if (read.error().isPresent()) {
            DocumentText.SyntaxError error = read.error().get();
            String line = error.line() == 0 ? "" : ":" + error.line();
            throw new LabConfigException(file + line + ": " + error.message());
        }
        if (read.documents().size() > 1) {
            throw new LabConfigException(file + ": must be one document");
        }
        return read.documents().isEmpty()
                ? MissingNode.getInstance()
                : read.documents().getFirst().root();
    }

    private static List<Subnet> subnets(ConfigNode node) throws LabConfigException {
        List<Subnet> subnets = new ArrayList<>();
        for (ConfigNode item : node.items()) {
            item.only("name", "cidr", "mtu");
            int mtu =
                    item.field("mtu").number(SMALLEST_MTU, LARGEST_MTU).orElse(Subnet.DEFAULT_MTU);
            Subnet subnet = new Subnet(item.field("name").name(), cidr(item.field("cidr")), mtu);
            for (Subnet other : subnets) {
                refuseTwins(item, subnet, other);
            }
            subnets.add(subnet);
        }
        return subnets.isEmpty() ? List.of(Subnet.DEFAULT) : subnets;
    }

    private static Ipv4Prefix cidr(ConfigNode node) throws LabConfigException {
        Ipv4Prefix cidr = node.prefix();
        if (cidr.length() < 8 || cidr.length() > 30) {
            throw node.wrong(cidr + " is no segment: its length must lie in 8..30");
        }
        return cidr;
    }

    private static void refuseTwins(ConfigNode item, Subnet one, Subnet other)
            throws LabConfigException {
        if (one.name().equals(other.name())) {
            throw item.wrong("there are two subnets " + one.name());
        }
        if (one.cidr().contains(other.cidr()) || other.cidr().contains(one.cidr())) {
            throw item.wrong(one.cidr() + " overlaps " + other.cidr() + " of " + other.name());
        }
    }

    private static Router router(ConfigNode node) throws LabConfigException {
        if (!node.isPresent()) {
            return LabConfig.DEFAULTS.router();
        }
        if (node.isFalse()) {
            return new Router(false, false);
        }
        return new Router(true, node.only("podRoutes").field("podRoutes").flag(true));
    }

    private static Map<String, NodeSettings> nodes(ConfigNode node, Set<String> subnets)
            throws LabConfigException {
        Map<String, NodeSettings> nodes = new LinkedHashMap<>();
        for (ConfigNode item : node.items()) {
            item.only("name", "subnet", "mtu", "portSecurity", "securityGroups");
            notYet(item.field("portSecurity"));
            notYet(item.field("securityGroups"));
            NodeSettings settings =
                    new NodeSettings(
                            known(item.field("subnet"), subnets),
                            item.field("mtu").number(SMALLEST_MTU, LARGEST_MTU));
            if (nodes.put(item.field("name").name(), settings) != null) {
                throw item.wrong("there are two nodes " + item.field("name").name());
            }
        }
        return nodes;
    }

    private static Optional<String> known(ConfigNode subnet, Set<String> subnets)
            throws LabConfigException {
        Optional<String> name = subnet.optionalText();
        if (name.isPresent() && !subnets.contains(name.get())) {
            throw subnet.wrong("there is no subnet " + name.get());
        }
        return name;
    }

    private static List<External> external(ConfigNode node, Set<String> subnets)
            throws LabConfigException {
        List<External> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigNode item : node.items()) {
            item.only("name", "addresses", "subnet");
            List<Ipv4Address> addresses = new ArrayList<>();
            for (ConfigNode address : item.field("addresses").items()) {
                addresses.add(address.address());
            }
            if (addresses.isEmpty()) {
                throw item.wrong("an external host needs addresses");
            }
            if (!names.add(item.field("name").name())) {
                throw item.wrong("there are two external hosts " + item.field("name").name());
            }
            hosts.add(
                    new External(
                            item.field("name").name(),
                            addresses,
                            known(item.field("subnet"), subnets)));
        }
        return hosts;
    }

    private static void notYet(ConfigNode node) throws LabConfigException {
        if (node.isPresent()) {
            throw node.wrong("this version has no filters in the fabric yet");
        }
    }
}
