package naru.agent.endpoint;

/** The datapath's programs at the host-side veths of pods. */
public interface PodHooks {

    /**
     * Attaches both; when it returns, each packet of the pod meets them. It does not wait for the
     * kernel's grace periods, so they may not be attached yet in the way that is wanted in the end:
     * see {@link #finish}.
     */
    void attach(int ifindex);

    /**
     * Attaches both in the way that is wanted in the end, and in no other. No packet passes unseen
     * meanwhile. It may hold the lock of all devices for 10 ms and more.
     */
    void finish(int ifindex);

    /** Forgets what is left of them when the device is gone; nothing there is no error. */
    void forget(int ifindex);

    /** True if both are there, in whichever way. */
    boolean isAttached(int ifindex);

    /** True if there is nothing to {@link #finish}. */
    boolean isFinished(int ifindex);
}
