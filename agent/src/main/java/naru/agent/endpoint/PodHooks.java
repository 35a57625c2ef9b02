package naru.agent.endpoint;

/** The datapath's programs at the host-side veths of pods. */
public interface PodHooks {

    /** Attaches both; when it returns, each packet of the pod meets them. */
    void attach(int ifindex);

    /** Takes both away with what is left of them; nothing there is no error. */
    void detach(int ifindex);

    /** True if both are there. */
    boolean isAttached(int ifindex);
}
