package naru.lab.pod;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.wire.LabPlaces;

/**
 * Where a pod's things are.
 *
 * @param netns its network namespace; a host-network pod has its node's
 * @param group its cgroup, relative to where cgroups are mounted
 * @param leaf the same, relative to its node's
 * @param log what its command writes
 */
public record PodPlaces(Path netns, String group, String leaf, Path log) {

    /**
     * Linux' limit for a name is 255 bytes; the longest prefix is "pod-", the longest suffix
     * ".log".
     */
    private static final int LONGEST_NAME = 200;

    /** Where those of this pod are, as long as it stays on its node. */
    public static PodPlaces of(LabPlaces places, Pod pod) {
        String name = fileName(pod.key());
        Path netns =
                places.namespaces()
                        .resolve((pod.hostNetwork() ? "node-" + pod.nodeName() : "pod-" + name));
        String leaf = "pods/" + name;
        return new PodPlaces(
                netns,
                places.nodeCgroup(pod.nodeName()) + "/" + leaf,
                leaf,
                places.node(pod.nodeName()).resolve("pods").resolve(name + ".log"));
    }

    /** {@code namespace_name}; no namespace has an underscore, so each pod has one of its own. */
    private static String fileName(ObjectKey pod) {
        String name = pod.namespace() + "_" + pod.name();
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return name.substring(0, LONGEST_NAME - 37) + "_" + UUID.nameUUIDFromBytes(bytes);
    }
}
