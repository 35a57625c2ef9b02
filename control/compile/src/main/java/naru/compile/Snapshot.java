package naru.compile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import naru.model.ClusterObject;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;

/**
 * What a compiler had been told at a moment. Any thread may make compilers from it while the
 * original goes on; one at a time.
 */
public final class Snapshot {

    private final Supplier<Compiler> empty;
    private final Set<Ipv4Address> ownAddresses;
    private final List<ClusterObject> objects;
    private final List<Endpoint> endpoints;

    record Endpoint(int slot, Optional<ObjectKey> pod, Ipv4Address address) {}

    /**
     * @param empty makes a compiler that knows the numbers and nothing else
     */
    Snapshot(
            Supplier<Compiler> empty,
            Set<Ipv4Address> ownAddresses,
            List<ClusterObject> objects,
            List<Endpoint> endpoints) {
        this.empty = empty;
        this.ownAddresses = ownAddresses;
        this.objects = objects;
        this.endpoints = List.copyOf(endpoints);
    }

    /** A compiler with these of the objects, and with all endpoints and numbers. */
    public Compiler compiler(Predicate<ClusterObject> kept) {
        Compiler compiler = empty.get();
        compiler.setOwnAddresses(ownAddresses);
        objects.stream().filter(kept).forEach(compiler::put);
        endpoints.forEach(e -> compiler.putEndpoint(e.slot, e.pod, e.address));
        compiler.drain();
        return compiler;
    }
}
