package naru.watch.manifest;

import java.util.Optional;
import java.util.regex.Pattern;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** Reads addresses and prefixes. IPv6 is recognised, and refused as not yet supported. */
final class AddressReader {

    static final String NOT_YET = "is IPv6, which Naru does not support yet";

    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:.]+(/[0-9]+)?");

    private AddressReader() {}

    static boolean isIpv6(String text) {
        return IPV6.matcher(text).matches();
    }

    /** An address, or an error. */
    static Optional<Ipv4Address> address(Field field, String text) {
        if (isIpv6(text)) {
            field.error(Field.quoted(text) + " " + NOT_YET);
            return Optional.empty();
        }
        try {
            return Optional.of(Ipv4Address.parse(text));
        } catch (IllegalArgumentException e) {
            field.error(Field.quoted(text) + " must be an IPv4 address such as 10.1.2.3");
            return Optional.empty();
        }
    }

    /**
     * An IPv4 address; an IPv6 one is left out with a warning, as other families live beside IPv4.
     */
    static Optional<Ipv4Address> addressOfEitherFamily(Field field, String text) {
        if (isIpv6(text)) {
            field.warning(Field.quoted(text) + " " + NOT_YET, "it is left out");
            return Optional.empty();
        }
        return address(field, text);
    }

    /** A prefix, or an error; bits behind the prefix are cleared with a warning. */
    static Optional<Ipv4Prefix> prefix(Field field, String text) {
        if (isIpv6(text)) {
            field.error(Field.quoted(text) + " " + NOT_YET);
            return Optional.empty();
        }
        try {
            Ipv4Prefix prefix = Ipv4Prefix.parse(text);
            if (!text.startsWith(prefix.first() + "/")) {
                field.warning(
                        Field.quoted(text) + " has bits set behind its prefix",
                        "taken as " + prefix);
            }
            return Optional.of(prefix);
        } catch (IllegalArgumentException e) {
            field.error(Field.quoted(text) + " must be a CIDR such as 10.0.0.0/8");
            return Optional.empty();
        }
    }
}
