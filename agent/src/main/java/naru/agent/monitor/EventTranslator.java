package naru.agent.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.apply.map.PolicyForms;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.Found;
import naru.compile.Identity;
import naru.compile.Origin;
import naru.datapath.FlowEvent;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventType;
import naru.datapath.abi.MatchType;
import naru.datapath.abi.PolicyVerdict;
import naru.datapath.abi.TracePoint;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;
import naru.wire.AgentReplies.MonitorEvent;

/** Numbers of events to names: pods, policies, rules. Only for the event loop. */
public final class EventTranslator {

    /** How the compiler's owners of addresses begin if they are pods. */
    private static final String POD_OWNER = "pod ";

    private final String node;
    private final Engine engine;

    public EventTranslator(String node, Engine engine) {
        this.node = node;
        this.engine = engine;
    }

    /**
     * @param lost events before this one that could not be shown
     */
    public MonitorEvent translate(FlowEvent event, long lost) {
        Optional<EndpointRecord> endpoint = endpoint(event);
        return new MonitorEvent(
                type(event.type()),
                time(event.time()).toString(),
                node,
                "0x" + Integer.toHexString(event.hash()),
                endpoint.map(EndpointRecord::slot).orElse(event.endpoint()),
                endpoint.map(EndpointRecord::name).orElse(""),
                Integer.toUnsignedLong(event.sourceIdentity()),
                Integer.toUnsignedLong(event.destinationIdentity()),
                name(event.source(), event.sourceIdentity()),
                name(event.destination(), event.destinationIdentity()),
                event.source().toString(),
                event.sourcePort(),
                event.destination().toString(),
                event.destinationPort(),
                protocol(event.protocol()),
                event.protocol(),
                PolicyForms.direction(event.direction()).name().toLowerCase(Locale.ROOT),
                verdict(event),
                match(event.match()),
                event.reason().map(DropReason::text).orElse(""),
                event.reason().map(DropReason::number).orElse(0),
                event.state().name().toLowerCase(Locale.ROOT),
                tracePoint(event.tracePoint()),
                atDevice(event.ifindex()).map(EndpointRecord::device).orElse(""),
                event.ifindex(),
                PacketText.of(event),
                rules(event),
                isolatedBy(event),
                lost);
    }

    private static String type(EventType type) {
        return switch (type) {
            case DROP -> "drop";
            case TRACE -> "trace";
            case POLICY_VERDICT -> "policy-verdict";
        };
    }

    /** From nanoseconds of CLOCK_MONOTONIC, which System.nanoTime reads too. */
    private static Instant time(long monotonic) {
        return Instant.now().minusNanos(System.nanoTime() - monotonic);
    }

    private String name(Ipv4Address address, int identity) {
        return engine.compiler()
                .ipcache(address)
                .map(Found::value)
                .filter(entry -> entry.identity() == identity)
                .map(IpcacheEntry::owner)
                .filter(owner -> owner.startsWith(POD_OWNER))
                .map(owner -> owner.substring(POD_OWNER.length()))
                .orElseGet(() -> Identity.text(identity));
    }

    private static String protocol(int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 132 -> "sctp";
            default -> Integer.toString(number);
        };
    }

    private static String verdict(FlowEvent event) {
        return switch (event.type()) {
            case DROP -> "deny";
            case TRACE -> "allow";
            case POLICY_VERDICT -> event.verdict() == PolicyVerdict.ALLOW ? "allow" : "deny";
        };
    }

    private static String match(MatchType match) {
        return switch (match) {
            case NONE -> "none";
            case L3_ONLY -> "L3-Only";
            case L3_L4 -> "L3-L4";
            case L4_ONLY -> "L4-Only";
            case ALL -> "all";
            case L3_PROTO -> "L3-Proto";
            case PROTO_ONLY -> "Proto-Only";
        };
    }

    private static String tracePoint(TracePoint point) {
        return switch (point) {
            case NONE -> "";
            case TO_ENDPOINT -> "to-endpoint";
            case TO_STACK -> "to-stack";
            case FROM_NETWORK -> "from-network";
            case TO_NETWORK -> "to-network";
        };
    }

    /**
     * The programs name no endpoint where the packet itself is no good, such as one with another's
     * source; the device still tells whose it was.
     */
    private Optional<EndpointRecord> endpoint(FlowEvent event) {
        return event.endpoint() == 0
                ? atDevice(event.ifindex())
                : engine.endpoints().get(event.endpoint()).map(Endpoint::record);
    }

    private Optional<EndpointRecord> atDevice(int ifindex) {
        return engine.endpoints().all().stream()
                .filter(e -> e.attachment().filter(a -> a.ifindex() == ifindex).isPresent())
                .map(Endpoint::record)
                .findFirst();
    }

    private List<String> rules(FlowEvent event) {
        return event.rule() == 0
                ? List.of()
                : engine.compiler().origins(event.rule()).stream().map(Origin::toString).toList();
    }

    /** Only if no entry decided: then the policies that isolate did. */
    private List<String> isolatedBy(FlowEvent event) {
        boolean denied = event.reason().filter(DropReason.POLICY_DENIED::equals).isPresent();
        boolean verdict =
                event.type() == EventType.POLICY_VERDICT && event.verdict() == PolicyVerdict.DENY;
        if (event.rule() != 0 || !denied && !verdict) {
            return List.of();
        }
        List<ObjectKey> policies =
                engine.compiler()
                        .isolatedBy(event.endpoint(), PolicyForms.direction(event.direction()));
        return policies.stream().map(key -> key.namespace() + "/" + key.name()).toList();
    }
}
