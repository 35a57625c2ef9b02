package naru.explain.policy;

import java.util.Optional;
import naru.compile.LocalEndpoint;
import naru.explain.End;
import naru.explain.KernelFacts;
import naru.explain.Place;

/**
 * A pod at its node.
 *
 * @param wanted what the compiler has; empty if CNI never attached it there
 * @param found what the kernel's endpoint map has; empty on another node too
 * @param device its host-side veth, where that could be seen
 */
public record Attachment(
        End.Pod pod,
        Place place,
        Optional<LocalEndpoint> wanted,
        Optional<LocalEndpoint> found,
        Optional<KernelFacts.PodDevice> device) {

    public static Attachment of(End.Pod pod, Place place) {
        Optional<LocalEndpoint> wanted = pod.address().flatMap(place.desired()::endpoint);
        Optional<LocalEndpoint> found =
                place.facts().flatMap(facts -> pod.address().flatMap(facts.tables()::endpoint));
        Optional<KernelFacts.PodDevice> device =
                place.facts().flatMap(facts -> found.flatMap(e -> facts.podDevice(e.slot())));
        return new Attachment(pod, place, wanted, found, device);
    }

    /** Its record as far as known: the kernel's, else what is wanted. */
    public Optional<LocalEndpoint> known() {
        return place.facts().isPresent() ? found : wanted;
    }

    /** True if packets of this pod go straight to that one, which is of the same node. */
    public boolean handsOverTo(Attachment neighbour) {
        return known().isPresent() && neighbour.known().isPresent();
    }

    public String deviceName() {
        return device.map(KernelFacts.PodDevice::name).orElse("its veth");
    }
}
