package naru.agent.cni;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import naru.agent.cni.CniRequest.Command;

/** The variables {@code CNI_*} of a request, by section 2 of the CNI specification. */
final class CniEnvironment {

    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    private static final int INTERFACE_NAME_MAX = 15;
    private static final Set<String> YES = Set.of("1", "t", "true");

    /** How the names of arguments begin that runtimes of Kubernetes give. */
    private static final String KUBERNETES = "K8S_";

    private static final String IGNORE_UNKNOWN = "IgnoreUnknown";

    private final Map<String, String> variables;

    CniEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    String command() {
        return get("CNI_COMMAND");
    }

    CniFailure badCommand() {
        return bad("CNI_COMMAND", command(), "one of ADD, DEL, CHECK, STATUS, GC, VERSION");
    }

    String containerId() throws CniFailure {
        String id = get("CNI_CONTAINERID");
        if (!NAME.matcher(id).matches()) {
            throw bad("CNI_CONTAINERID", id, "a letter or digit, then letters, digits, _ . -");
        }
        return id;
    }

    String interfaceName() throws CniFailure {
        String name = get("CNI_IFNAME");
        boolean valid =
                !name.isEmpty()
                        && name.length() <= INTERFACE_NAME_MAX
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.chars().noneMatch(c -> c == '/' || c == ':' || c <= ' ' || c > '~');
        if (!valid || name.equals("lo")) {
            throw bad(
                    "CNI_IFNAME",
                    name,
                    "an interface name of at most 15 characters without / : or blanks");
        }
        return name;
    }

    /** The namespace as the runtime wrote it; empty: DEL of a pod whose namespace is gone. */
    String netns(Command command) throws CniFailure {
        String netns = get("CNI_NETNS");
        if (netns.isEmpty() && command != Command.DEL
                || !netns.isEmpty() && !netns.startsWith("/")) {
            throw badNetns(netns, "the absolute path of a network namespace");
        }
        return netns;
    }

    /** The same as the agent sees it. */
    static Optional<Path> path(String root, String netns) throws CniFailure {
        if (netns.isEmpty()) {
            return Optional.empty();
        }
        boolean elsewhere = !root.isEmpty() && !root.equals("/");
        try {
            return Optional.of(Path.of(elsewhere ? root + netns : netns));
        } catch (InvalidPathException e) {
            throw badNetns(netns, "the absolute path of a network namespace");
        }
    }

    /**
     * The pairs in {@code CNI_ARGS}.
     *
     * @throws CniFailure if it has none, or one that nobody knows and that may not be ignored
     */
    Map<String, String> args(Command command) throws CniFailure {
        Map<String, String> args = new HashMap<>();
        String text = get("CNI_ARGS");
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                args.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw bad("CNI_ARGS", text, "pairs KEY=VALUE, separated by ;");
            }
        }
        if (command == Command.ADD) {
            refuseUnknown(args);
        }
        return args;
    }

    /** They may ask for another network than the pod would get. */
    private static void refuseUnknown(Map<String, String> args) throws CniFailure {
        if (YES.contains(
                args.getOrDefault(IGNORE_UNKNOWN, "").toLowerCase(java.util.Locale.ROOT))) {
            return;
        }
        for (Map.Entry<String, String> arg : args.entrySet()) {
            if (!arg.getKey().equals(IGNORE_UNKNOWN) && !arg.getKey().startsWith(KUBERNETES)) {
                throw new CniFailure(
                        CniError.INVALID_ENVIRONMENT,
                        "CNI_ARGS has "
                                + CniText.quoted(arg.getKey() + "=" + arg.getValue())
                                + ", which naru does not know",
                        "take it out, or add IgnoreUnknown=1");
            }
        }
    }

    static CniFailure badNetns(String netns, String wanted) {
        return bad("CNI_NETNS", netns, wanted);
    }

    private static CniFailure bad(String variable, String value, String wanted) {
        return new CniFailure(
                CniError.INVALID_ENVIRONMENT,
                variable + " is " + CniText.quoted(value),
                "it must be " + wanted);
    }

    private String get(String variable) {
        return variables.getOrDefault(variable, "");
    }
}
