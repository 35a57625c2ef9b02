package naru.compile;

import java.util.Arrays;
import java.util.Optional;

/** Identities with a fixed meaning; the numbers are those of enum reserved_identity. */
public enum ReservedIdentity {
    /** In a policy key: any peer. */
    UNKNOWN(0, "unknown"),
    /** This node's own stack. */
    HOST(1, "host"),
    /** Nothing that the cluster knows. */
    WORLD(2, "world"),
    UNMANAGED(3, "unmanaged"),
    HEALTH(4, "health"),
    /** A pod address whose labels are not known. */
    INIT(5, "init"),
    /** Another node's own stack. */
    REMOTE_NODE(6, "remote-node"),
    KUBE_APISERVER(7, "kube-apiserver"),
    INGRESS(8, "ingress"),
    /** In a policy key: each pod whose labels are known. */
    ALL_PODS(255, "all-pods");

    /** The lowest number that stands for labels. */
    public static final int FIRST_POD = 256;

    private final int number;
    private final String label;

    ReservedIdentity(int number, String label) {
        this.number = number;
        this.label = label;
    }

    public int number() {
        return number;
    }

    /** As the tools that people know spell it. */
    public String label() {
        return label;
    }

    /** True if {@code identity} (unsigned) stands for labels. */
    public static boolean isPod(int identity) {
        return Integer.compareUnsigned(identity, FIRST_POD) >= 0;
    }

    public static Optional<ReservedIdentity> of(int identity) {
        return Arrays.stream(values()).filter(r -> r.number == identity).findFirst();
    }
}
