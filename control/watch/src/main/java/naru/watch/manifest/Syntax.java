package naru.watch.manifest;

import java.util.Optional;
import java.util.regex.Pattern;

/** The API server's rules for names; each says what a text breaks, if it breaks one. */
final class Syntax {

    private static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;
    private static final int MAX_PORT_NAME = 15;

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");

    private Syntax() {}

    /** RFC 1123 label: the names of namespaces. */
    static Optional<String> dnsLabel(String text) {
        if (text.length() > MAX_LABEL) {
            return longer(MAX_LABEL);
        }
        return DNS_LABEL.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(
                        "must be of a-z, 0-9 and '-', beginning and ending with a letter or digit");
    }

    /** RFC 1123 subdomain: the names of everything else. */
    static Optional<String> dnsSubdomain(String text) {
        if (text.length() > MAX_SUBDOMAIN) {
            return longer(MAX_SUBDOMAIN);
        }
        for (String part : text.split("\\.", -1)) {
            if (!DNS_LABEL.matcher(part).matches()) {
                return Optional.of(
                        "must be of a-z, 0-9, '-' and '.', each part beginning and ending with a letter or digit");
            }
        }
        return Optional.empty();
    }

    /** A key of labels or annotations: a name, or a DNS prefix, a slash and a name. */
    static Optional<String> qualifiedName(String text) {
        int slash = text.indexOf('/');
        if (slash != text.lastIndexOf('/')) {
            return Optional.of("must have one '/' at most");
        }
        if (slash >= 0) {
            Optional<String> wrong = dnsSubdomain(text.substring(0, slash));
            if (wrong.isPresent()) {
                return Optional.of("the part before '/' " + wrong.get());
            }
        }
        String name = text.substring(slash + 1);
        if (name.length() > MAX_LABEL) {
            return longer(MAX_LABEL);
        }
        return QUALIFIED.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "must be of letters, digits, '-', '_' and '.', beginning and ending with a letter or digit");
    }

    static Optional<String> labelValue(String text) {
        if (text.length() > MAX_LABEL) {
            return longer(MAX_LABEL);
        }
        return text.isEmpty() || QUALIFIED.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(
                        "must be empty or of letters, digits, '-', '_' and '.', beginning and ending with a letter or"
                                + " digit");
    }

    /** An IANA service name (RFC 6335 section 5.1), in lower case. */
    static Optional<String> portName(String text) {
        if (text.length() > MAX_PORT_NAME) {
            return longer(MAX_PORT_NAME);
        }
        if (!PORT_NAME.matcher(text).matches()
                || text.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            return Optional.of("must be of a-z, 0-9 and '-', with one letter at least");
        }
        return text.startsWith("-") || text.endsWith("-") || text.contains("--")
                ? Optional.of("must not begin or end with '-', nor hold two in a row")
                : Optional.empty();
    }

    private static Optional<String> longer(int limit) {
        return Optional.of("must not be longer than " + limit + " characters");
    }
}
