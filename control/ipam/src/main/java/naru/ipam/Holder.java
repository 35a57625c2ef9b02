package naru.ipam;

/**
 * Who holds an address: one interface of one container.
 *
 * @param pod {@code namespace/name} for people; empty for a container without a pod
 */
public record Holder(String containerId, String interfaceName, String pod) {

    /** The same interface of the same container, whatever pod is said to be around it. */
    public boolean sameInterface(Holder other) {
        return containerId.equals(other.containerId) && interfaceName.equals(other.interfaceName);
    }

    @Override
    public String toString() {
        return pod.isEmpty() ? "container " + containerId + " " + interfaceName : pod;
    }
}
