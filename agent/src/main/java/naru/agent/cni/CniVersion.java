package naru.agent.cni;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The versions of the CNI specification that the agent speaks, in their order. */
public enum CniVersion {
    V0_3_0("0.3.0"),
    V0_3_1("0.3.1"),
    V0_4_0("0.4.0"),
    V1_0_0("1.0.0"),
    V1_1_0("1.1.0");

    private final String number;

    CniVersion(String number) {
        this.number = number;
    }

    public String number() {
        return number;
    }

    /** Whether this is that version or a later one. */
    boolean isFrom(CniVersion first) {
        return compareTo(first) >= 0;
    }

    static Optional<CniVersion> of(String number) {
        return Arrays.stream(values()).filter(v -> v.number.equals(number)).findFirst();
    }

    /** All of them, for people. */
    static String known() {
        return Arrays.stream(values()).map(CniVersion::number).collect(Collectors.joining(", "));
    }
}
