package naru.agent.cni;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import naru.agent.cni.CniRequest.Command;
import naru.agent.cni.CniRequest.PodName;
import naru.wire.AgentRequests;
import naru.wire.Json;

/** Checks what a runtime sent, by the CNI specification (sections 2 and 5). */
public final class CniRequestReader {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final int INTERFACE_NAME_MAX = 15;

    /** Characters of a wrong value that are repeated. */
    private static final int SHOWN = 200;

    /** Keys that change what a pod gets, and that Naru does not do: silence would mislead. */
    private static final List<String> UNSUPPORTED =
            List.of("ipam", "ipMasq", "dns", "mtu", "runtimeConfig");

    private CniRequestReader() {}

    /**
     * @throws CniFailure naming the field and its value
     */
    public static CniRequest read(AgentRequests.Cni asked) throws CniFailure {
        Map<String, String> env = asked.env();
        JsonNode config = config(asked.config());
        CniVersion version = version(config);
        Command command = command(env);
        String network = network(config);
        refuseUnsupported(config, command);
        String netnsName = netnsName(env, command);
        return new CniRequest(
                command,
                version,
                network,
                containerId(env),
                interfaceName(env),
                netns(asked.root(), netnsName),
                netnsName,
                PodName.of(args(env)),
                prevResult(config, command));
    }

    /** The version to answer in, also when the request is bad. */
    public static CniVersion answerVersion(AgentRequests.Cni asked) {
        try {
            return version(config(asked.config()));
        } catch (CniFailure e) {
            return CniVersion.V1_0_0;
        }
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
                    "cniVersion " + quoted(number) + " is not supported",
                    "supported: " + CniVersion.known());
        }
        return version.get();
    }

    private static Command command(Map<String, String> env) throws CniFailure {
        String command = env.getOrDefault("CNI_COMMAND", "");
        return switch (command) {
            case "ADD" -> Command.ADD;
            case "DEL" -> Command.DEL;
            case "CHECK" -> Command.CHECK;
            default -> throw environment("CNI_COMMAND", command, "one of ADD, DEL, CHECK, VERSION");
        };
    }

    private static String network(JsonNode config) throws CniFailure {
        String name = config.path("name").asText("");
        if (!NAME.matcher(name).matches()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG,
                    "network name " + quoted(name) + " is not valid",
                    "key \"name\" must begin with a letter or digit, then letters, digits, _ . -");
        }
        return name;
    }

    private static void refuseUnsupported(JsonNode config, Command command) throws CniFailure {
        if (command == Command.DEL) {
            return; // whatever the configuration says by now, the pod must go
        }
        for (String key : UNSUPPORTED) {
            JsonNode value = config.path(key);
            if (!value.isMissingNode() && !value.isNull() && !value.isEmpty()
                    || value.asBoolean(false)) {
                throw new CniFailure(
                        CniError.UNSUPPORTED_FIELD,
                        "field \"" + key + "\" is not supported: " + shortened(value.toString()),
                        "take it out of the network configuration");
            }
        }
        if (command == Command.ADD && config.path("prevResult").isObject()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG,
                    "naru must be the first plugin of its list, but there is a prevResult",
                    "");
        }
    }

    private static Optional<JsonNode> prevResult(JsonNode config, Command command)
            throws CniFailure {
        JsonNode prevResult = config.path("prevResult");
        if (command == Command.CHECK && !prevResult.isObject()) {
            throw new CniFailure(
                    CniError.INVALID_CONFIG, "CHECK needs prevResult, what ADD answered", "");
        }
        return prevResult.isObject() ? Optional.of(prevResult) : Optional.empty();
    }

    private static String containerId(Map<String, String> env) throws CniFailure {
        String id = env.getOrDefault("CNI_CONTAINERID", "");
        if (!NAME.matcher(id).matches()) {
            throw environment(
                    "CNI_CONTAINERID", id, "a letter or digit, then letters, digits, _ . -");
        }
        return id;
    }

    private static String interfaceName(Map<String, String> env) throws CniFailure {
        String name = env.getOrDefault("CNI_IFNAME", "");
        boolean valid =
                !name.isEmpty()
                        && name.length() <= INTERFACE_NAME_MAX
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.chars().noneMatch(c -> c == '/' || c == ':' || c <= ' ' || c > '~');
        if (!valid || name.equals("lo")) {
            throw environment(
                    "CNI_IFNAME",
                    name,
                    "an interface name of at most 15 characters without / : or blanks");
        }
        return name;
    }

    private static String netnsName(Map<String, String> env, Command command) throws CniFailure {
        String netns = env.getOrDefault("CNI_NETNS", "");
        if (netns.isEmpty() && command != Command.DEL
                || !netns.isEmpty() && !netns.startsWith("/")) {
            throw environment("CNI_NETNS", netns, "the absolute path of a network namespace");
        }
        return netns;
    }

    private static Optional<Path> netns(String root, String netns) throws CniFailure {
        if (netns.isEmpty()) {
            return Optional.empty();
        }
        boolean elsewhere = !root.isEmpty() && !root.equals("/");
        try {
            return Optional.of(Path.of(elsewhere ? root + netns : netns));
        } catch (InvalidPathException e) {
            throw environment("CNI_NETNS", netns, "the absolute path of a network namespace");
        }
    }

    private static Map<String, String> args(Map<String, String> env) throws CniFailure {
        Map<String, String> args = new HashMap<>();
        String text = env.getOrDefault("CNI_ARGS", "");
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                args.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw environment("CNI_ARGS", text, "pairs KEY=VALUE, separated by ;");
            }
        }
        return args;
    }

    private static CniFailure environment(String variable, String value, String wanted) {
        return new CniFailure(
                CniError.INVALID_ENVIRONMENT,
                variable + " is " + quoted(value),
                "it must be " + wanted);
    }

    private static String quoted(String value) {
        return '"' + shortened(value) + '"';
    }

    private static String shortened(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
