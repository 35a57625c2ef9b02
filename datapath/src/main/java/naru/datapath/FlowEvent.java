package naru.datapath;

import java.util.Optional;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventLayout;
import naru.datapath.abi.EventType;
import naru.datapath.abi.FlowState;
import naru.datapath.abi.MatchType;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.datapath.abi.TracePoint;
import naru.model.Ipv4Address;

/**
 * One report of the programs about one packet.
 *
 * @param time ns of CLOCK_MONOTONIC
 * @param hash the same for all packets of a flow
 * @param rule of the policy entry that decided; 0: none matched
 * @param policySet whose entries were asked
 * @param ifindex where the packet was seen or goes to
 * @param ingressIfindex 0: made by this node's own stack
 * @param mark packet mark
 * @param length bytes with layer 2
 * @param sourcePort ICMP: the identifier
 * @param endpoint whose policy was asked, of a trace: which endpoint; 0: none
 * @param etherType such as 0x0800
 * @param reason of a drop
 * @param protocol IANA number
 * @param tcpFlags FIN 1, SYN 2, RST 4, PSH 8, ACK 16
 */
public record FlowEvent(
        EventType type,
        long time,
        int hash,
        int sourceIdentity,
        int destinationIdentity,
        int rule,
        int policySet,
        int ifindex,
        int ingressIfindex,
        int mark,
        int length,
        Ipv4Address source,
        Ipv4Address destination,
        int sourcePort,
        int destinationPort,
        int endpoint,
        int etherType,
        Optional<DropReason> reason,
        PolicyDirection direction,
        PolicyVerdict verdict,
        MatchType match,
        FlowState state,
        TracePoint tracePoint,
        int protocol,
        int tcpFlags,
        int icmpType,
        int icmpCode) {

    /** Empty for a record of another shape: programs of another version may still be attached. */
    static Optional<FlowEvent> read(byte[] record) {
        if (record.length != EventLayout.SIZE) {
            return Optional.empty();
        }
        EventLayout layout = EventLayout.read(record);
        Optional<EventType> type = EventType.of(layout.type());
        Optional<PolicyDirection> direction = PolicyDirection.of(layout.direction());
        Optional<PolicyVerdict> verdict = PolicyVerdict.of(layout.verdict());
        Optional<MatchType> match = MatchType.of(layout.match());
        Optional<FlowState> state = FlowState.of(layout.state());
        Optional<TracePoint> tracePoint = TracePoint.of(layout.tracePoint());
        boolean known =
                type.isPresent()
                        && direction.isPresent()
                        && verdict.isPresent()
                        && match.isPresent()
                        && state.isPresent()
                        && tracePoint.isPresent();
        return known ? Optional.of(of(layout)) : Optional.empty();
    }

    private static FlowEvent of(EventLayout layout) {
        return new FlowEvent(
                EventType.of(layout.type()).orElseThrow(),
                layout.time(),
                layout.hash(),
                layout.sourceIdentity(),
                layout.destinationIdentity(),
                layout.rule(),
                layout.policySet(),
                layout.ifindex(),
                layout.ingressIfindex(),
                layout.mark(),
                layout.length(),
                new Ipv4Address(layout.sourceAddress().getFirst()),
                new Ipv4Address(layout.destinationAddress().getFirst()),
                layout.sourcePort(),
                layout.destinationPort(),
                layout.endpoint(),
                layout.etherType(),
                DropReason.of(layout.reason()),
                PolicyDirection.of(layout.direction()).orElseThrow(),
                PolicyVerdict.of(layout.verdict()).orElseThrow(),
                MatchType.of(layout.match()).orElseThrow(),
                FlowState.of(layout.state()).orElseThrow(),
                TracePoint.of(layout.tracePoint()).orElseThrow(),
                layout.protocol(),
                layout.tcpFlags(),
                layout.icmpType(),
                layout.icmpCode());
    }
}
