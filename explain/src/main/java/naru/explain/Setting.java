package naru.explain;

/**
 * A setting of this node's agent, as it was when the agent started.
 *
 * @param source {@code file:line}, {@code NARU_…}, {@code --…} or {@code default}
 */
public record Setting(String key, String value, String source) {

    public static final String HOST_IDENTITY = "host-identity";
    public static final String INSTALL_RULES = "install-iptables-rules";

    public boolean is(String other) {
        return value.equals(other);
    }

    @Override
    public String toString() {
        return key + ": " + value + " (" + source + ")";
    }
}
