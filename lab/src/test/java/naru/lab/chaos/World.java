package naru.lab.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.naive.Answer;
import naru.naive.Attempt;
import naru.naive.NaiveCluster;

/**
 * The objects as they are now, and every way they were since the last calm. Nodes learn of changes
 * in order but not at one time, so until the next calm each end of a connection may be judged by
 * any of these.
 */
final class World {

    private NaiveCluster now = new NaiveCluster();
    private final List<NaiveCluster> since = new ArrayList<>();
    private final Set<ObjectKey> unsteady = new HashSet<>();

    void put(ClusterObject object) {
        remember();
        if (object instanceof Pod pod && pod(pod.key()).isEmpty()) {
            unsteady.add(pod.key());
        }
        now.put(object);
    }

    void remove(ObjectKey key) {
        remember();
        unsteady.add(key);
        now.remove(key);
    }

    private void remember() {
        since.add(now);
        NaiveCluster next = new NaiveCluster();
        now.objects().forEach(next::put);
        now = next;
    }

    /** Until the next calm nothing can be said of a pod. */
    void unsettle(ObjectKey pod) {
        unsteady.add(pod);
    }

    /** All is in force; pods have these addresses. */
    void calm(Map<ObjectKey, Ipv4Address> addresses) {
        NaiveCluster next = new NaiveCluster();
        for (ClusterObject object : now.objects()) {
            next.put(object instanceof Pod pod ? at(pod, addresses.get(pod.key())) : object);
        }
        now = next;
        since.clear();
        unsteady.clear();
    }

    private static Pod at(Pod pod, Ipv4Address address) {
        return new Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.labels(),
                pod.nodeName(),
                address == null ? List.of() : List.of(address),
                pod.hostNetwork(),
                pod.ports(),
                pod.wishedAddresses(),
                pod.serviceAccount(),
                pod.finished());
    }

    List<Pod> pods() {
        return now.all(Pod.class);
    }

    private List<Pod> pod(ObjectKey key) {
        return pods().stream().filter(pod -> pod.key().equals(key)).toList();
    }

    /** Pods that have been there since the last calm, and have an address. */
    List<Pod> steadyPods() {
        return pods().stream()
                .filter(pod -> !unsteady.contains(pod.key()) && !pod.addresses().isEmpty())
                .toList();
    }

    List<NetworkPolicy> policies() {
        return now.all(NetworkPolicy.class);
    }

    List<Node> nodes() {
        return now.all(Node.class);
    }

    boolean isAllowed(Attempt attempt) {
        return now.ask(attempt).allowed();
    }

    /** Allowed now and whenever one looked since the last calm. */
    boolean isAllowedThroughout(Attempt attempt) {
        return answers(attempt).stream().allMatch(Answer::allowed);
    }

    /** One of its ends denied it all the time, so it never got through. */
    boolean isDeniedThroughout(Attempt attempt) {
        List<Answer> answers = answers(attempt);
        return answers.stream().noneMatch(Answer::leaves)
                || answers.stream().noneMatch(Answer::enters);
    }

    private List<Answer> answers(Attempt attempt) {
        List<Answer> answers = new ArrayList<>(List.of(now.ask(attempt)));
        since.forEach(then -> answers.add(then.ask(attempt)));
        return answers;
    }
}
