package naru.wire;

/** Where a node's agent has what, for those who are told nothing else. */
public final class AgentPlaces {

    /** Where agents and labs keep what they need while they run. */
    public static final String RUN = "/run/naru";

    /** Where commands and the CNI executable ask. */
    public static final String SOCKET = RUN + "/agent.sock";

    /** What has to survive a restart. */
    public static final String STATE = "/var/lib/naru";

    public static final String CONFIG = "/etc/naru/agent.yaml";

    /**
     * A folder of the state: copies of manifests as they were when nothing was wrong with them.
     * They may hold what is nobody else's business.
     */
    public static final String GOOD_MANIFESTS = "good-manifests";

    private AgentPlaces() {}
}
