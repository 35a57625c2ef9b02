package naru.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import naru.lab.scenario.Place;
import naru.lab.scenario.Probe;
import naru.lab.scenario.ScenarioLab;
import naru.lab.scenario.Transport;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.naive.Attempt;
import naru.wire.LabReplies.PodRow;

/** Where pods and nodes are, as the lab says; no address may be there twice. */
final class Places {

    private static final int TCP = 6;
    private static final int UDP = 17;

    private final ScenarioLab lab;
    private final Map<Ipv4Address, Place> places = new HashMap<>();

    Places(ScenarioLab lab) {
        this.lab = lab;
    }

    /** Looks again; answers the pods' addresses. */
    Map<ObjectKey, Ipv4Address> refresh() throws Exception {
        places.clear();
        for (Place node : lab.hosts()) {
            places.put(Ipv4Address.parse(node.ip()), node);
        }
        Map<ObjectKey, Ipv4Address> addresses = new HashMap<>();
        for (PodRow row : lab.pods()) {
            if (!row.ip().isEmpty()) {
                Ipv4Address address = Ipv4Address.parse(row.ip());
                places.put(address, ScenarioLab.place(row));
                addresses.put(
                        new ObjectKey(ObjectKey.Kind.POD, row.namespace(), row.name()), address);
            }
        }
        return addresses;
    }

    /** Also in the middle of everything. */
    void assertNoAddressIsThereTwice() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (PodRow row : lab.pods()) {
            if (!row.ip().isEmpty()) {
                addresses.add(row.ip());
            }
        }
        assertThat(addresses).doesNotHaveDuplicates();
    }

    Place at(Ipv4Address address) {
        Place place = places.get(address);
        if (place == null) {
            throw new IllegalStateException("nobody is at " + address);
        }
        return place;
    }

    Probe probe(Attempt attempt) {
        Transport transport =
                switch (attempt.protocol()) {
                    case TCP -> Transport.TCP;
                    case UDP -> Transport.UDP;
                    default -> Transport.ICMP;
                };
        return new Probe(
                at(attempt.source()), at(attempt.destination()), transport, attempt.port());
    }
}
