package naru.cli.text;

import java.util.List;

/** What people call an identity. The reserved numbers are those of datapath/abi/reserved.h. */
public final class IdentityName {

    private static final List<String> RESERVED =
            List.of(
                    "unknown",
                    "host",
                    "world",
                    "unmanaged",
                    "health",
                    "init",
                    "remote-node",
                    "kube-apiserver",
                    "ingress");

    /** In a policy entry: each pod whose labels are known. */
    private static final long ALL_PODS = 255;

    private IdentityName() {}

    /** {@code world}, or the number if it has no name of its own. */
    public static String of(long identity) {
        return identity >= 0 && identity < RESERVED.size()
                ? RESERVED.get((int) identity)
                : Long.toString(identity);
    }

    /** As the peer of a policy entry, by its labels. */
    public static String ofPeer(long identity, List<String> labels) {
        if (identity == 0) {
            return "any";
        }
        if (identity == ALL_PODS) {
            return "any pod";
        }
        if (!labels.isEmpty()) {
            return String.join(" ", labels);
        }
        return identity < RESERVED.size() ? "reserved:" + of(identity) : Long.toString(identity);
    }
}
