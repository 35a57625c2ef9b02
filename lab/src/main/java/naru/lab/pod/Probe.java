package naru.lab.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.lab.cluster.Refused;
import naru.model.Pod.ContainerPort;

/**
 * A readiness or liveness probe, with the defaults of the API.
 *
 * @param failureThreshold so many failures in a row make it fail
 * @param successThreshold so many successes in a row make it succeed
 */
public record Probe(
        Action action,
        Duration initialDelay,
        Duration period,
        Duration timeout,
        int successThreshold,
        int failureThreshold) {

    /** What is tried. */
    public sealed interface Action permits TcpSocket, HttpGet {
        int port();

        /** Empty: the pod's address. */
        String host();
    }

    /** A connection that is accepted. */
    public record TcpSocket(String host, int port) implements Action {}

    /** A request that is answered with a status from 200 to 399. */
    public record HttpGet(
            String host, int port, String path, boolean https, Map<String, String> headers)
            implements Action {}

    /**
     * Reads a probe.
     *
     * @param node the probe, or nothing
     * @param ports of the container, for ports by name
     * @throws Refused if it is of another kind, or wrong
     */
    static Optional<Probe> of(JsonNode node, List<ContainerPort> ports) throws Refused {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(
                new Probe(
                        action(node, ports),
                        seconds(node, "initialDelaySeconds", 0, 0),
                        seconds(node, "periodSeconds", 10, 1),
                        seconds(node, "timeoutSeconds", 1, 1),
                        number(node, "successThreshold", 1, 1),
                        number(node, "failureThreshold", 3, 1)));
    }

    private static Action action(JsonNode node, List<ContainerPort> ports) throws Refused {
        JsonNode tcp = node.path("tcpSocket");
        JsonNode http = node.path("httpGet");
        if (tcp.isObject() == http.isObject()) {
            throw new Refused("a probe needs either httpGet or tcpSocket; others are not offered");
        }
        if (tcp.isObject()) {
            return new TcpSocket(tcp.path("host").asText(), port(tcp, ports));
        }
        String scheme = http.path("scheme").asText("HTTP");
        if (!scheme.equals("HTTP") && !scheme.equals("HTTPS")) {
            throw new Refused("a probe's scheme is HTTP or HTTPS, not \"" + scheme + "\"");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode header : http.path("httpHeaders")) {
            headers.put(header.path("name").asText(), header.path("value").asText());
        }
        String path = http.path("path").asText("/");
        return new HttpGet(
                http.path("host").asText(),
                port(http, ports),
                path.startsWith("/") ? path : "/" + path,
                scheme.equals("HTTPS"),
                headers);
    }

    private static int port(JsonNode action, List<ContainerPort> ports) throws Refused {
        JsonNode port = action.path("port");
        if (port.isInt() && port.intValue() >= 1 && port.intValue() <= 65535) {
            return port.intValue();
        }
        for (ContainerPort known : ports) {
            if (port.isTextual() && known.name().equals(port.asText())) {
                return known.number();
            }
        }
        throw new Refused("a probe's port is a number, or the name of a port, not " + port);
    }

    private static Duration seconds(JsonNode node, String field, int otherwise, int least)
            throws Refused {
        return Duration.ofSeconds(number(node, field, otherwise, least));
    }

    private static int number(JsonNode node, String field, int otherwise, int least)
            throws Refused {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < least) {
            throw new Refused(field + " must be a number from " + least + " on, not " + value);
        }
        // As in the API: 0 stands for the default.
        return value.intValue() == 0 && least > 0 ? otherwise : value.intValue();
    }
}
