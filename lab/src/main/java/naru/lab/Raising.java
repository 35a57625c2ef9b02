package naru.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import naru.lab.config.LabConfig;
import naru.lab.fabric.Fabric;
import naru.lab.fabric.FabricConflict;
import naru.lab.fabric.Host;
import naru.lab.machine.Loopback;
import naru.linux.netns.Netns;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import naru.wire.Operation.Refusal;

/** {@code up}: the fabric, the hosts outside, then all that the manifests say. */
final class Raising {

    private static final String NAMESPACES =
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: default}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
            """;

    private static final int DEFAULT_NODES = 2;

    private final Lab lab;
    private final Fabric fabric;

    Raising(Lab lab, Fabric fabric) {
        this.lab = lab;
        this.fabric = fabric;
    }

    /**
     * @param nodes how many n1, n2 … there must be; 0: as the manifests say
     */
    void raise(List<ManifestObject> manifests, int nodes, OutcomeNotes notes, Applying applying)
            throws IOException, Refusal {
        fabric.open(lab.config().router().present());
        List<ManifestObject> all = new ArrayList<>(builtIn(NAMESPACES));
        all.addAll(builtIn(missingNodes(manifests, nodes)));
        all.addAll(manifests);
        // What others need comes first, in whichever file it stands.
        all.sort(Comparator.comparingInt(Raising::rank));
        placeExternal();
        applying.apply(all, notes);
    }

    private static int rank(ManifestObject manifest) {
        return switch (manifest.object().key().kind()) {
            case NODE -> 0;
            case NAMESPACE -> 1;
            case POD, NETWORK_POLICY -> 2;
        };
    }

    private static List<ManifestObject> builtIn(String text) {
        return ManifestReader.read("(built in)", text).objects();
    }

    private static String missingNodes(List<ManifestObject> manifests, int nodes) {
        Set<String> given = new HashSet<>();
        for (ManifestObject manifest : manifests) {
            if (manifest.object().key().kind() == ObjectKey.Kind.NODE) {
                given.add(manifest.object().key().name());
            }
        }
        int wanted = nodes > 0 ? nodes : given.isEmpty() ? DEFAULT_NODES : 0;
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(1, wanted)
                .mapToObj(i -> "n" + i)
                .filter(name -> !given.contains(name))
                .forEach(
                        name ->
                                text.append("---\n{apiVersion: v1, kind: Node, metadata: {name: ")
                                        .append(name)
                                        .append("}}\n"));
        return text.toString();
    }

    private void placeExternal() throws IOException, Refusal {
        try {
            for (LabConfig.External external : lab.config().external()) {
                for (Ipv4Address address : external.addresses()) {
                    lab.plan().reserve(address, "external host " + external.name());
                }
            }
            for (LabConfig.External external : lab.config().external()) {
                Path netns = lab.netnsOfExternal(external.name());
                Host host =
                        lab.plan()
                                .place(
                                        "external host " + external.name(),
                                        netns,
                                        external.addresses(),
                                        external.subnet(),
                                        Optional.empty());
                Netns.create(netns);
                Netns.run(netns, Loopback::setUp);
                fabric.connect(host);
                lab.external().put(external.name(), host);
            }
        } catch (FabricConflict e) {
            throw Refusal.failed(String.valueOf(e.getMessage()), "");
        }
    }
}
