package naru.datapath;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import naru.datapath.Flow.Admission;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.Flow4KeyLayout;
import naru.datapath.abi.FlowFlags;
import naru.datapath.abi.FlowLayout;
import naru.datapath.abi.PolicyStatsKeyLayout;
import naru.model.Ipv4Address;

/** flow_map4: the connections of this node's pods. Java reads it and takes entries away. */
public final class FlowMap extends TypedMap<FlowKey, Flow> {

    FlowMap(Path maps) {
        super(open(maps, "flow_map4"), Flow4KeyLayout.SIZE, FlowLayout.SIZE);
    }

    @Override
    byte[] writeKey(FlowKey key) {
        return new Flow4KeyLayout(
                        key.low().bits(),
                        key.high().bits(),
                        key.lowPort(),
                        key.highPort(),
                        key.protocol())
                .toBytes();
    }

    @Override
    FlowKey readKey(byte[] bytes) {
        Flow4KeyLayout layout = Flow4KeyLayout.read(bytes);
        return new FlowKey(
                new Ipv4Address(layout.lowAddress()),
                layout.lowPort(),
                new Ipv4Address(layout.highAddress()),
                layout.highPort(),
                layout.protocol());
    }

    @Override
    byte[] writeValue(FlowKey key, Flow value) {
        throw Words.writtenByPrograms("flow_map4");
    }

    @Override
    Flow readValue(byte[] bytes) {
        FlowLayout layout = FlowLayout.read(bytes);
        Set<FlowFlags> flags = flags(layout.flags());
        return new Flow(
                layout.expires(),
                layout.created(),
                Traffic.of(layout.forward()),
                Traffic.of(layout.reply()),
                Traffic.of(layout.folded()),
                flags,
                layout.sourceIdentity(),
                layout.destinationIdentity(),
                admission(
                        flags.contains(FlowFlags.EGRESS_CHECKED),
                        layout.egressRule(),
                        layout.egressEntry(),
                        layout.egressEpochs()),
                admission(
                        flags.contains(FlowFlags.INGRESS_CHECKED),
                        layout.ingressRule(),
                        layout.ingressEntry(),
                        layout.ingressEpochs()),
                layout.ingressIfindex(),
                slot(layout.sourcePlace()),
                slot(layout.destinationPlace()));
    }

    private static Optional<Admission> admission(
            boolean asked, int rule, PolicyStatsKeyLayout entry, long epochs) {
        if (!asked) {
            return Optional.empty();
        }
        return Optional.of(
                new Admission(
                        rule,
                        Optional.of(entry)
                                .filter(found -> found.prefixLength() != 0)
                                .map(PolicyStatsKey::of),
                        (int) epochs,
                        (int) (epochs >>> Integer.SIZE)));
    }

    private static int slot(int place) {
        return place < AbiNumbers.EPOCH_SLOTS ? place : 0;
    }

    private static Set<FlowFlags> flags(int bits) {
        Set<FlowFlags> flags = EnumSet.noneOf(FlowFlags.class);
        for (FlowFlags flag : FlowFlags.values()) {
            if ((bits & flag.number()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
