package naru.lab.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import naru.lab.machine.LabNs;
import naru.lab.machine.Loopback;
import naru.linux.netns.Netns;
import naru.model.Ipv4Address;
import naru.model.Pod;

/** What a pod lives in: its network namespace and its cgroup. */
final class Sandbox {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LabNs labNs;
    private final Path unified;
    private final Pod pod;
    private final PodSpec spec;
    private final PodPlaces places;
    private final PodNode node;
    private String containerId = newContainerId();
    private boolean attached;

    /**
     * @param unified where cgroup v2 is mounted
     */
    Sandbox(LabNs labNs, Path unified, PodSpec spec, PodPlaces places, PodNode node) {
        this.labNs = labNs;
        this.unified = unified;
        this.spec = spec;
        this.pod = spec.pod();
        this.places = places;
        this.node = node;
    }

    private static String newContainerId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void make() throws IOException {
        Files.createDirectories(cgroup());
        Files.createDirectories(places.log().getParent());
        if (!pod.hostNetwork()) {
            Netns.create(places.netns());
            Netns.run(places.netns(), Loopback::setUp);
        }
    }

    private Path cgroup() {
        return unified.resolve(places.group());
    }

    /** Asks CNI for an interface; after a refusal the next try counts as another container. */
    List<Ipv4Address> attach() throws CniFailure, IOException {
        if (pod.hostNetwork()) {
            return node.addresses();
        }
        attached = true;
        try {
            return node.cni().add(attachment());
        } catch (CniFailure e) {
            takeBack(e);
            throw e;
        }
    }

    /** What a runtime does after a failed ADD. */
    private void takeBack(CniFailure failure) throws IOException {
        try {
            detach();
            containerId = newContainerId();
        } catch (CniFailure e) {
            failure.addSuppressed(e);
        }
    }

    /** With a dead node its interfaces died. */
    void detach() throws CniFailure, IOException {
        if (attached && node.machine().isAlive()) {
            node.cni().del(attachment());
            attached = false;
        }
    }

    private CniPlugin.Attachment attachment() {
        return new CniPlugin.Attachment(
                containerId, places.netns(), pod, spec.capabilityArguments());
    }

    /** Starts the pod's command in it. */
    LabNs.Started run(List<String> command) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--log", places.log().toString(), "--started"));
        if (!pod.hostNetwork()) {
            options.addAll(List.of("--netns", places.netns().toString()));
        }
        List<String> line = new ArrayList<>(node.machine().prefix(places.leaf(), options));
        line.addAll(command);
        return labNs.start(line);
    }

    /** Ends whatever runs in the cgroup. */
    void kill() throws IOException {
        if (Files.exists(cgroup())) {
            Files.writeString(cgroup().resolve("cgroup.kill"), "1");
        }
    }

    /** Takes away all but the attachment. */
    void remove() throws IOException {
        labNs.call("clean", "--group", places.group());
        if (!pod.hostNetwork()) {
            Netns.delete(places.netns());
        }
        Files.deleteIfExists(places.log());
    }
}
