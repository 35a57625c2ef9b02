package naru.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/** Something that changed in a network namespace, whoever changed it. */
public sealed interface NetlinkEvent {

    /** A device that is new, changed or {@code gone}. */
    record LinkEvent(Link link, boolean gone) implements NetlinkEvent {}

    /** An address that is new, changed or {@code gone}. */
    record AddressEvent(InterfaceAddress address, boolean gone) implements NetlinkEvent {}

    /** A route that is new or {@code gone}. */
    record RouteEvent(Route route, boolean gone) implements NetlinkEvent {}

    /** A neighbour that is new, changed or {@code gone}. */
    record NeighbourEvent(Neighbour neighbour, boolean gone) implements NetlinkEvent {}

    /**
     * One of a device's IPv4 settings changed; those that the event does not tell are empty.
     *
     * @param link its index, or {@link #ALL}, or another negative number for new devices
     */
    record SettingEvent(
            int link, OptionalInt forwarding, OptionalInt rpFilter, OptionalInt proxyArp)
            implements NetlinkEvent {

        /** All devices of the namespace. */
        public static final int ALL = -1;

        private static SettingEvent read(NetlinkMessage message) {
            AttributeReader attributes = message.attributes(Rtnl.NETCONFMSG);
            return new SettingEvent(
                    attributes.number(Rtnl.NETCONFA_IFINDEX).orElse(ALL),
                    attributes.number(Rtnl.NETCONFA_FORWARDING),
                    attributes.number(Rtnl.NETCONFA_RP_FILTER),
                    attributes.number(Rtnl.NETCONFA_PROXY_NEIGH));
        }
    }

    /** Events came faster than they were read, and some are lost: list everything again. */
    record Lost() implements NetlinkEvent {}

    /** Empty for messages about other things, such as a bridge's own tables. */
    static Optional<NetlinkEvent> read(NetlinkMessage message) {
        int family = message.payload().limit() == 0 ? -1 : message.payload().get(0);
        return switch ((short) message.type()) {
            case Rtnl.RTM_NEWLINK, Rtnl.RTM_DELLINK ->
                    family == Rtnl.AF_UNSPEC
                            ? Optional.of(
                                    new LinkEvent(
                                            Link.read(message), message.type() == Rtnl.RTM_DELLINK))
                            : Optional.empty();
            case Rtnl.RTM_NEWADDR, Rtnl.RTM_DELADDR ->
                    Optional.of(
                            new AddressEvent(
                                    InterfaceAddress.read(message),
                                    message.type() == Rtnl.RTM_DELADDR));
            case Rtnl.RTM_NEWROUTE, Rtnl.RTM_DELROUTE ->
                    Optional.of(
                            new RouteEvent(
                                    Route.read(message), message.type() == Rtnl.RTM_DELROUTE));
            case Rtnl.RTM_NEWNEIGH, Rtnl.RTM_DELNEIGH ->
                    family == Rtnl.AF_INET || family == Rtnl.AF_INET6
                            ? Optional.of(
                                    new NeighbourEvent(
                                            Neighbour.read(message),
                                            message.type() == Rtnl.RTM_DELNEIGH))
                            : Optional.empty();
            case Rtnl.RTM_NEWNETCONF ->
                    family == Rtnl.AF_INET
                            ? Optional.of(SettingEvent.read(message))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }
}
