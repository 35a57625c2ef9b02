package naru.agent.cni;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import naru.model.Ipv4Address;

/**
 * What ADD tells the runtime.
 *
 * @param sandbox the namespace as the runtime named it
 * @param mtu of both devices, bytes of layer 3
 */
public record CniResult(
        String hostDevice,
        String hostMac,
        String podDevice,
        String podMac,
        String sandbox,
        int mtu,
        Ipv4Address address,
        Ipv4Address gateway) {

    private static final int POD_INTERFACE = 1;

    /**
     * The success result in the shape of the given version: addresses have a family before 1.0.0,
     * devices an MTU from 1.1.0 on.
     */
    public ObjectNode toJson(CniVersion version) {
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("cniVersion", version.number());
        var interfaces = result.putArray("interfaces");
        ObjectNode host = interfaces.addObject().put("name", hostDevice).put("mac", hostMac);
        ObjectNode pod = interfaces.addObject().put("name", podDevice).put("mac", podMac);
        if (version.isFrom(CniVersion.V1_1_0)) {
            host.put("mtu", mtu);
            pod.put("mtu", mtu);
        }
        pod.put("sandbox", sandbox);
        ObjectNode ip = result.putArray("ips").addObject();
        if (!version.isFrom(CniVersion.V1_0_0)) {
            ip.put("version", "4");
        }
        ip.put("interface", POD_INTERFACE)
                .put("address", address + "/32")
                .put("gateway", gateway.toString());
        result.putArray("routes").addObject().put("dst", "0.0.0.0/0").put("gw", gateway.toString());
        result.putObject("dns");
        return result;
    }
}
