package naru.agent.cni;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import naru.model.Ipv4Address;

/**
 * What ADD tells the runtime.
 *
 * @param sandbox the namespace as the runtime named it
 */
public record CniResult(
        String hostDevice,
        String hostMac,
        String podDevice,
        String podMac,
        String sandbox,
        Ipv4Address address,
        Ipv4Address gateway) {

    private static final int POD_INTERFACE = 1;

    /** The success result in the shape of the given version (0.4.0 has {@code ips[].version}). */
    public ObjectNode toJson(CniVersion version) {
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("cniVersion", version.number());
        var interfaces = result.putArray("interfaces");
        interfaces.addObject().put("name", hostDevice).put("mac", hostMac);
        interfaces.addObject().put("name", podDevice).put("mac", podMac).put("sandbox", sandbox);
        ObjectNode ip = result.putArray("ips").addObject();
        switch (version) {
            case V0_4_0 -> ip.put("version", "4");
            case V1_0_0 -> {}
        }
        ip.put("interface", POD_INTERFACE)
                .put("address", address + "/32")
                .put("gateway", gateway.toString());
        result.putArray("routes").addObject().put("dst", "0.0.0.0/0").put("gw", gateway.toString());
        result.putObject("dns");
        return result;
    }
}
