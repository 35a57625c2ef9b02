package naru.linux.layout;

import java.util.List;
import java.util.Locale;

/** C's names in Java's spelling. */
final class JavaNames {

    private JavaNames() {}

    /** policy_key: PolicyKey. */
    static String type(String tag) {
        StringBuilder name = new StringBuilder();
        for (String part : tag.split("_", -1)) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return name.toString();
    }

    /** prefix_length: prefixLength. */
    static String field(String member) {
        String name = type(member);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** The words that all constants of an enum begin with, which its Java type says already. */
    static String commonPrefix(List<String> constants) {
        String prefix = constants.getFirst();
        for (String constant : constants) {
            while (!constant.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
        }
        return prefix.substring(0, prefix.lastIndexOf('_') + 1);
    }
}
