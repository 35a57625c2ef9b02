package naru.watch.config;

import static java.lang.Math.max;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import naru.model.IgnoredLabels;

/**
 * Makes values of texts; what can't be taken is an {@link IllegalArgumentException} with a message
 * for people.
 */
final class ConfigValues {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern DEVICE = Pattern.compile("(?!\\.{1,2}$)[^\\s/,]{1,15}");
    private static final Pattern LABEL = Pattern.compile("[-A-Za-z0-9_./*]{1,317}");

    private ConfigValues() {}

    static <E extends Enum<E>> E choice(List<String> texts, E[] choices) {
        String text = single(texts);
        for (E choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        List<String> known =
                Arrays.stream(choices).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
        throw new IllegalArgumentException(
                "\"" + text + "\" must be one of " + String.join(", ", known));
    }

    static boolean flag(List<String> texts) {
        String text = single(texts);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" must be true or false");
        };
    }

    static Duration duration(List<String> texts) {
        String text = single(texts);
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" must be a duration such as 500ms, 10s, 5m or 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** As {@link #duration} takes it. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** An address as numbers, and a port; nothing: none. No name is ever asked about. */
    static Optional<InetSocketAddress> address(List<String> texts) {
        if (texts.isEmpty() || texts.equals(List.of(""))) {
            return Optional.empty();
        }
        String text = single(texts);
        int colon = text.lastIndexOf(':');
        try {
            InetAddress address = InetAddress.ofLiteral(host(text.substring(0, max(colon, 0))));
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 0) {
                return Optional.of(new InetSocketAddress(address, port));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" must be an address and a port, such as 127.0.0.1:9962");
    }

    private static String host(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** As {@link #address} takes it. */
    static String show(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static List<String> devices(List<String> texts) {
        return list(
                texts,
                DEVICE,
                "the name of a network device, 1 to 15 characters; several as a list: [eth0, eth1]");
    }

    static IgnoredLabels labels(List<String> texts) {
        return new IgnoredLabels(list(texts, LABEL, "a label key; * stands for any characters"));
    }

    private static List<String> list(List<String> texts, Pattern form, String wanted) {
        List<String> list = new ArrayList<>();
        for (String text : texts) {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" must be " + wanted);
            }
            list.add(text);
        }
        return list;
    }

    private static String single(List<String> texts) {
        if (texts.size() != 1) {
            throw new IllegalArgumentException("must be one value, but there are " + texts.size());
        }
        return texts.getFirst();
    }
}
