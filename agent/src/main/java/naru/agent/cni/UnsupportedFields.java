package naru.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a configuration may ask for and Naru does not do. What would change a pod's network is
 * refused, because silence would mislead; what only informs is passed over.
 */
final class UnsupportedFields {

    /** Keys of the configuration that change what a pod gets. */
    private static final List<String> KEYS = List.of("ipam", "ipMasq", "dns", "mtu");

    /**
     * Of what a runtime passes on, what pods don't get from their network: the runtime itself
     * writes their resolv.conf, and a cgroup's path is for those who limit by cgroup.
     */
    private static final Set<String> HARMLESS = Set.of("dns", "cgroupPath");

    private static final String PORT_MAPPINGS = "portMappings";
    private static final String BANDWIDTH = "bandwidth";
    private static final String RUNTIME_CONFIG = "runtimeConfig";

    private UnsupportedFields() {}

    /**
     * @throws CniFailure naming the first such key with its value, and what to do
     */
    static void refuse(JsonNode config) throws CniFailure {
        for (String key : KEYS) {
            JsonNode value = config.path(key);
            if (saysSomething(value)) {
                throw unsupported(key, value, "take it out of the network configuration");
            }
        }
        for (Map.Entry<String, JsonNode> wish : config.path(RUNTIME_CONFIG).properties()) {
            refuse(wish.getKey(), wish.getValue());
        }
    }

    private static void refuse(String capability, JsonNode wish) throws CniFailure {
        if (HARMLESS.contains(capability)) {
            return;
        }
        switch (capability) {
            case PORT_MAPPINGS -> {
                if (mapsAPort(wish)) {
                    throw portMappings(wish);
                }
            }
            case BANDWIDTH -> {
                if (limits(wish)) {
                    throw bandwidth(wish);
                }
            }
            default -> {
                if (saysSomething(wish)) {
                    throw unsupported(
                            RUNTIME_CONFIG + "." + capability,
                            wish,
                            "take \"" + capability + "\" out of the capabilities of naru's entry");
                }
            }
        }
    }

    private static CniFailure portMappings(JsonNode wish) {
        return unsupported(
                RUNTIME_CONFIG + "." + PORT_MAPPINGS,
                wish,
                "hostPort is not done by naru: take it out of the pod and use a Service; or chain"
                        + " the plugin portmap behind naru, with \"naru cni install --host-ports"
                        + " portmap\"");
    }

    private static CniFailure bandwidth(JsonNode wish) {
        return unsupported(
                RUNTIME_CONFIG + "." + BANDWIDTH,
                wish,
                "naru limits no bandwidth: take the annotations kubernetes.io/ingress-bandwidth and"
                        + " kubernetes.io/egress-bandwidth off the pod");
    }

    private static CniFailure unsupported(String key, JsonNode value, String remedy) {
        return new CniFailure(
                CniError.UNSUPPORTED_FIELD,
                "field \"" + key + "\" is not supported: " + CniText.shortened(value.toString()),
                remedy);
    }

    /** Runtimes may list a pod's ports too that are not mapped. */
    private static boolean mapsAPort(JsonNode mappings) {
        if (!mappings.isArray()) {
            return saysSomething(mappings);
        }
        for (JsonNode mapping : mappings) {
            if (!mapping.isObject() || saysSomething(hostPort(mapping))) {
                return true;
            }
        }
        return false;
    }

    /** containerd writes {@code HostPort}; what reads that in Go does not tell it apart. */
    private static JsonNode hostPort(JsonNode mapping) {
        for (Map.Entry<String, JsonNode> field : mapping.properties()) {
            if (field.getKey().equalsIgnoreCase("hostPort")) {
                return field.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean limits(JsonNode bandwidth) {
        if (!bandwidth.isObject()) {
            return saysSomething(bandwidth);
        }
        for (JsonNode rate : bandwidth) {
            if (saysSomething(rate)) {
                return true;
            }
        }
        return false;
    }

    /** Nothing, null, an empty text, list or object, false and 0 say nothing. */
    private static boolean saysSomething(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY, OBJECT -> !value.isEmpty();
            case STRING -> !value.asText().isEmpty();
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> value.asDouble() != 0;
            case BINARY, POJO -> true;
            case MISSING, NULL -> false;
        };
    }
}
