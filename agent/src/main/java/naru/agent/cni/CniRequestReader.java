package naru.agent.cni;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import naru.agent.cni.CniCall.AttachmentId;
import naru.agent.cni.CniRequest.Command;
import naru.agent.cni.CniRequest.PodName;
import naru.wire.AgentRequests;
import naru.wire.Json;

/** Checks what a runtime sent, by the CNI specification (sections 2 and 5). */
public final class CniRequestReader {

    private static final String VALID = "cni.dev/valid-attachments";

    /** As an early text of the specification had it; runtimes send both. */
    private static final String VALID_EARLY = "cni.dev/attachments";

    private CniRequestReader() {}

    /**
     * @throws CniFailure naming the field and its value
     */
    public static CniCall read(AgentRequests.Cni asked) throws CniFailure {
        CniEnvironment environment = new CniEnvironment(asked.env());
        JsonNode config = config(asked.config());
        CniVersion version = version(config);
        return switch (environment.command()) {
            case "ADD" -> request(Command.ADD, version, asked, config);
            case "DEL" -> request(Command.DEL, version, asked, config);
            case "CHECK" -> {
                require(version, CniVersion.V0_4_0, "CHECK");
                yield request(Command.CHECK, version, asked, config);
            }
            case "STATUS" -> {
                require(version, CniVersion.V1_1_0, "STATUS");
                yield status(version, config);
            }
            case "GC" -> {
                require(version, CniVersion.V1_1_0, "GC");
                yield new CniCall.Collect(version, network(config), valid(config));
            }
            default -> throw environment.badCommand();
        };
    }

    private static CniRequest request(
            Command command, CniVersion version, AgentRequests.Cni asked, JsonNode config)
            throws CniFailure {
        CniEnvironment environment = new CniEnvironment(asked.env());
        String network = network(config);
        if (command == Command.ADD) { // later the pod has to go, whatever it says by now
            UnsupportedFields.refuse(config);
        }
        String netnsName = environment.netns(command);
        return new CniRequest(
                command,
                version,
                network,
                environment.containerId(),
                environment.interfaceName(),
                CniEnvironment.path(asked.root(), netnsName),
                netnsName,
                PodName.of(environment.args(command)),
                prevResult(config, command));
    }

    private static JsonNode config(String text) throws CniFailure {
        if (text.isBlank()) {
            throw new CniFailure(
                    CniError.DECODING_FAILURE, "the network configuration on stdin is empty", "");
        }
        try {
            JsonNode config = Json.read(text, JsonNode.class);
            if (!config.isObject()) {
                throw new CniFailure(
                        CniError.DECODING_FAILURE,
                        "the network configuration on stdin is not a JSON object",
                        "");
            }
            return config;
        } catch (JsonProcessingException e) {
            throw new CniFailure(
                    CniError.DECODING_FAILURE,
                    "the network configuration on stdin is not JSON",
                    e.getOriginalMessage(),
                    e);
        }
    }

    private static CniVersion version(JsonNode config) throws CniFailure {
        String number = config.path("cniVersion").asText("");
        Optional<CniVersion> version = CniVersion.of(number);
        if (version.isEmpty()) {
            throw new CniFailure(
                    CniError.INCOMPATIBLE_VERSION,
                    "cniVersion " + CniText.quoted(number) + " is not supported",
                    "supported: " + CniVersion.known());
        }
        return version.get();
    }

    private static void require(CniVersion has, CniVersion first, String command)
            throws CniFailure {
        if (!has.isFrom(first)) {
            throw new CniFailure(
                    CniError.INCOMPATIBLE_VERSION,
                    "cniVersion " + has.number() + " has no " + command,
                    command + " came with " + first.number());
        }
    }

    private static String network(JsonNode config) throws CniFailure {
        String name = config.path("name").asText("");
        if (!CniEnvironment.NAME.matcher(name).matches()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG,
                    "network name " + CniText.quoted(name) + " is not valid",
                    "key \"name\" must begin with a letter or digit, then letters, digits, _ . -");
        }
        return name;
    }

    /** Who can't attach pods by this configuration, whatever the node is like, is not ready. */
    private static CniCall.Status status(CniVersion version, JsonNode config) throws CniFailure {
        String network = network(config);
        try {
            UnsupportedFields.refuse(config);
        } catch (CniFailure e) {
            throw new CniFailure(
                    CniError.UNAVAILABLE, String.valueOf(e.getMessage()), e.details(), e);
        }
        return new CniCall.Status(version, network);
    }

    private static Optional<Set<AttachmentId>> valid(JsonNode config) throws CniFailure {
        String key = config.has(VALID) ? VALID : VALID_EARLY;
        if (!config.has(key)) {
            return Optional.empty();
        }
        JsonNode list = config.path(key);
        if (!list.isArray() && !list.isNull()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG,
                    "\"" + key + "\" is not a list: " + CniText.shortened(list.toString()),
                    "it lists objects with containerID and ifname");
        }
        Set<AttachmentId> valid = new HashSet<>();
        for (JsonNode entry : list) {
            AttachmentId attachment =
                    new AttachmentId(
                            entry.path("containerID").asText(""), entry.path("ifname").asText(""));
            if (attachment.containerId().isEmpty() || attachment.interfaceName().isEmpty()) {
                throw new CniFailure(
                        CniError.INVALID_CONFIG,
                        "\"" + key + "\" has " + CniText.shortened(entry.toString()),
                        "each entry needs containerID and ifname; nothing was taken away");
            }
            valid.add(attachment);
        }
        return Optional.of(valid);
    }

    private static Optional<JsonNode> prevResult(JsonNode config, Command command)
            throws CniFailure {
        JsonNode prevResult = config.path("prevResult");
        if (command == Command.ADD && prevResult.isObject()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG,
                    "naru must be the first plugin of its list, but there is a prevResult",
                    "");
        }
        if (command == Command.CHECK && !prevResult.isObject()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG, "CHECK needs prevResult, what ADD answered", "");
        }
        return prevResult.isObject() ? Optional.of(prevResult) : Optional.empty();
    }
}
