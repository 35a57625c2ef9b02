package naru.lab.pod;

import java.util.List;
import naru.model.Ipv4Address;

/**
 * How a pod is.
 *
 * @param addresses what CNI gave it; empty until then
 * @param started its command ran, or it has none
 * @param running it runs now
 * @param passes its readiness probe succeeds, or it has none
 * @param restarts how often its command was started again
 * @param ended Succeeded or Failed, for good; else empty
 * @param trouble why it is not as it should be; may be empty
 * @param hopeless waiting a little longer won't help
 */
public record PodStatus(
        List<Ipv4Address> addresses,
        boolean started,
        boolean running,
        boolean passes,
        int restarts,
        String ended,
        String trouble,
        boolean hopeless) {

    public PodStatus {
        addresses = List.copyOf(addresses);
    }

    static PodStatus initial(boolean hasReadinessProbe) {
        return new PodStatus(List.of(), false, false, !hasReadinessProbe, 0, "", "", false);
    }

    PodStatus withAddresses(List<Ipv4Address> given) {
        return new PodStatus(given, started, running, passes, restarts, ended, "", false);
    }

    PodStatus withRunning(boolean now) {
        return new PodStatus(addresses, started || now, now, passes, restarts, ended, "", false);
    }

    PodStatus withPasses(boolean now, String why) {
        return new PodStatus(
                addresses, started, running, now, restarts, ended, now ? "" : why, hopeless);
    }

    PodStatus withRestarts(int count) {
        return new PodStatus(addresses, started, running, passes, count, ended, trouble, hopeless);
    }

    PodStatus withEnd(String how) {
        return new PodStatus(addresses, started, false, passes, restarts, how, trouble, hopeless);
    }

    PodStatus withTrouble(String why, boolean forGood) {
        return new PodStatus(addresses, started, running, passes, restarts, ended, why, forGood);
    }

    /** Pending, Running, Succeeded or Failed. */
    public String phase() {
        if (!ended.isEmpty()) {
            return ended;
        }
        return started ? "Running" : "Pending";
    }

    public boolean ready() {
        return running && passes;
    }
}
