package naru.cli.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import naru.cli.CommandFailure;

/**
 * Where a connection goes: {@code DST[:PORT[/PROTO]]}.
 *
 * @param host a pod, node, address, service or word, as written
 * @param port 0: none was named
 * @param protocol in small letters
 */
record Target(String host, int port, String protocol) {

    private static final int MAX_PORT = 65535;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<host>\\[[^\\]]+]|[^:]+)(:(?<port>\\d{0,9}))?(/(?<protocol>[a-zA-Z]+))?");
    private static final Pattern HOST_ONLY = Pattern.compile("[^:\\[\\]]+|.*:.*:.*");

    /**
     * @throws CommandFailure if it can't be understood
     */
    static Target parse(String text) {
        if (HOST_ONLY.matcher(text).matches() && !text.startsWith("[")) {
            return new Target(text, 0, "tcp"); // also IPv6 without brackets
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group("port") == null) {
            throw malformed(text, "it has the form DST[:PORT[/PROTO]]");
        }
        String digits = matcher.group("port");
        String protocol = matcher.group("protocol");
        int port = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (port > MAX_PORT) {
            throw malformed(text, "port " + port + " is above " + MAX_PORT);
        }
        return new Target(
                matcher.group("host").replaceAll("[\\[\\]]", ""),
                port,
                protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT));
    }

    private static CommandFailure malformed(String text, String why) {
        return new CommandFailure(
                CommandFailure.USAGE,
                "cannot read the destination \"" + text + "\": " + why,
                "for example argocd/argocd-redis:6379, 10.0.0.7:53/udp or node/n2");
    }
}
