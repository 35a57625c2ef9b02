package naru.watch.document;

import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What an unquoted scalar is: as kubectl takes it, which is YAML 1.1 without numbers of base 60,
 * and with dates left as text. Only {@code y} and {@code n} are text here, as in YAML 1.2 and in
 * YAML 1.1 as most programs read it: namespaces are called so.
 */
final class YamlScalars extends Resolver {

    static final Set<String> TRUE =
            Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    static final Set<String> FALSE =
            Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|0|[1-9][0-9_]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NO_NUMBER =
            Pattern.compile("\\.(nan|NaN|NAN)|[-+]?\\.(inf|Inf|INF)");

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        if (kind != NodeId.scalar || !implicit) {
            return super.resolve(kind, value, implicit);
        }
        if (NULL.contains(value)) {
            return Tag.NULL;
        }
        if (TRUE.contains(value) || FALSE.contains(value)) {
            return Tag.BOOL;
        }
        if (value.equals("<<")) {
            return Tag.MERGE;
        }
        // Most scalars are words: no pattern needs to be tried on them.
        char first = value.charAt(0);
        if (first > '9') {
            return Tag.STR;
        }
        if (INTEGER.matcher(value).matches()) {
            return Tag.INT;
        }
        boolean number = DECIMAL.matcher(value).matches() || NO_NUMBER.matcher(value).matches();
        return number ? Tag.FLOAT : Tag.STR;
    }
}
