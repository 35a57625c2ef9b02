package naru.lab.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import naru.lab.cluster.Refused;

/** What a runtime tells those CNI plugins of a pod that declare the capability. */
final class CapabilityArguments {

    private static final String ANNOTATION = "kubernetes.io/%s-bandwidth";
    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kKMGTP]i?|)");
    private static final Map<String, Long> FACTORS =
            Map.of(
                    "",
                    1L,
                    "k",
                    1000L,
                    "M",
                    1000_000L,
                    "G",
                    1000_000_000L,
                    "T",
                    1000_000_000_000L,
                    "Ki",
                    1L << 10,
                    "Mi",
                    1L << 20,
                    "Gi",
                    1L << 30,
                    "Ti",
                    1L << 40);

    private CapabilityArguments() {}

    /**
     * The ports of the node that a pod wishes for, and the bandwidth that it is limited to, by
     * capability.
     *
     * @throws Refused if a bandwidth is no quantity
     */
    static ObjectNode of(ObjectNode pod) throws Refused {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        ArrayNode mappings = JsonNodeFactory.instance.arrayNode();
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (port.path("hostPort").asInt() > 0) {
                    mappings.add(mapping(port));
                }
            }
        }
        if (!mappings.isEmpty()) {
            arguments.set("portMappings", mappings);
        }
        ObjectNode bandwidth = JsonNodeFactory.instance.objectNode();
        for (String direction : new String[] {"ingress", "egress"}) {
            String name = ANNOTATION.formatted(direction);
            JsonNode rate = pod.path("metadata").path("annotations").path(name);
            if (!rate.isMissingNode()) {
                bandwidth.put(direction + "Rate", bits(name, rate.asText()));
            }
        }
        if (!bandwidth.isEmpty()) {
            arguments.set("bandwidth", bandwidth);
        }
        return arguments;
    }

    private static ObjectNode mapping(JsonNode port) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("hostPort", port.path("hostPort").asInt())
                .put("containerPort", port.path("containerPort").asInt())
                .put(
                        "protocol",
                        port.path("protocol").asText("TCP").toLowerCase(java.util.Locale.ROOT));
    }

    private static long bits(String annotation, String text) throws Refused {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches() || !FACTORS.containsKey(quantity.group(2))) {
            throw new Refused(
                    "metadata.annotations[" + annotation + "]: \"" + text + "\" is no quantity");
        }
        return new BigDecimal(quantity.group(1))
                .multiply(BigDecimal.valueOf(FACTORS.get(quantity.group(2))))
                .longValue();
    }
}
