package naru.linux.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import naru.linux.ffi.Errno;

/**
 * The links, addresses, routes and neighbours of one network namespace: that of the thread that
 * opened it. Any thread may use it then; calls take turns and never block.
 */
public final class Netlink implements AutoCloseable {

    /** Requests in one datagram: as many refusals still fit into the receive buffer. */
    private static final int BATCH = 128;

    private static final int DUMP_TRIES = 100;

    private final NetlinkSocket socket = new NetlinkSocket();
    private final ReentrantLock turn = new ReentrantLock();

    private Netlink() {}

    /** Opens it for the calling thread's namespace. */
    public static Netlink open() {
        return new Netlink();
    }

    /** As {@link #execute(List)}. */
    public void execute(NetlinkRequest... requests) {
        execute(List.of(requests));
    }

    /**
     * Makes changes in order, with two system calls for up to 128 of them. The kernel goes on after
     * a refusal: all the others are tried.
     *
     * @throws NetlinkException the first refusal; further ones are its suppressed exceptions
     */
    public void execute(List<NetlinkRequest> requests) {
        List<NetlinkException> refusals = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += BATCH) {
            refusals.addAll(batch(requests.subList(from, Math.min(requests.size(), from + BATCH))));
        }
        throwFirst(refusals);
    }

    /**
     * Makes a change and reads a device back in the same breath: the only way to learn a new
     * device's number with two system calls.
     */
    public Link executeAndGet(NetlinkRequest change, String linkName) {
        List<NetlinkException> refusals = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        List<NetlinkRequest> requests = List.of(change, getLink(0, linkName));
        exchange(requests, refusals, m -> links.add(m.as(Link::read)));
        throwFirst(refusals);
        return links.getFirst();
    }

    public List<Link> links() {
        MessageWriter message = new MessageWriter(Rtnl.RTM_GETLINK, Rtnl.NLM_F_DUMP).link(0, 0, 0);
        message.number(Rtnl.IFLA_EXT_MASK, Rtnl.RTEXT_FILTER_SKIP_STATS);
        return dump(list("devices", message), Link::read);
    }

    /** All devices with their settings, by one question. */
    public List<LinkSettings> linkSettings() {
        MessageWriter message = new MessageWriter(Rtnl.RTM_GETLINK, Rtnl.NLM_F_DUMP).link(0, 0, 0);
        message.number(Rtnl.IFLA_EXT_MASK, Rtnl.RTEXT_FILTER_SKIP_STATS);
        return dump(list("devices", message), LinkSettings::read);
    }

    /** The device of that name. */
    public Optional<Link> link(String name) {
        return one(getLink(0, name), Link::read, Errno.ENODEV);
    }

    /** The device of that number. */
    public Optional<Link> link(int index) {
        return one(getLink(index, ""), Link::read, Errno.ENODEV);
    }

    /** The IPv4 and IPv6 addresses of all devices. */
    public List<InterfaceAddress> addresses() {
        MessageWriter message =
                new MessageWriter(Rtnl.RTM_GETADDR, Rtnl.NLM_F_DUMP)
                        .address(Rtnl.AF_UNSPEC, 0, 0, 0);
        return dump(list("addresses", message), InterfaceAddress::read);
    }

    /** All IPv4 routes of the main table. */
    public List<Route> routes() {
        return routes(0);
    }

    /**
     * The IPv4 routes of the main table that one program made; the kernel chooses them.
     *
     * @param protocol such as {@link Route#NARU}; 0: all
     */
    public List<Route> routes(int protocol) {
        MessageWriter message =
                new MessageWriter(Rtnl.RTM_GETROUTE, Rtnl.NLM_F_DUMP)
                        .route(Rtnl.AF_INET, 0, protocol, 0, 0, 0)
                        .number(Rtnl.RTA_TABLE, Route.MAIN_TABLE);
        // a namespace that never had an address has no main table yet
        NetlinkRequest request = list("routes", message).accepting(Errno.ENOENT);
        return dump(request, Route::read);
    }

    /**
     * The way that a packet of this machine to an address goes; empty if it has none, or a route
     * refuses it.
     */
    public Optional<Route> routeTo(InetAddress destination) {
        return one(
                Routes.get(destination),
                Route::read,
                Errno.ENETUNREACH,
                Errno.EHOSTUNREACH,
                Errno.EACCES,
                Errno.EINVAL);
    }

    /** The IPv4 neighbours on all devices. */
    public List<Neighbour> neighbours() {
        MessageWriter message =
                new MessageWriter(Rtnl.RTM_GETNEIGH, Rtnl.NLM_F_DUMP).neighbour(Rtnl.AF_INET, 0, 0);
        return dump(list("neighbours", message), Neighbour::read);
    }

    /**
     * The eBPF programs that are filters of a device, one entry for each filter.
     *
     * @param ingress of what the device receives; else of what it sends
     */
    public List<ProgramFilter> programFilters(int link, boolean ingress) {
        MessageWriter message =
                new MessageWriter(Rtnl.RTM_GETTFILTER, Rtnl.NLM_F_DUMP)
                        .filter(link, ingress ? Rtnl.TC_H_INGRESS : Rtnl.TC_H_EGRESS);
        NetlinkRequest request = list("filters", message).accepting(Errno.ENODEV, Errno.EINVAL);
        return dump(request, ProgramFilter::read).stream().filter(f -> f.program() != 0).toList();
    }

    private static NetlinkRequest list(String what, MessageWriter message) {
        return new NetlinkRequest("list", what, message);
    }

    @Override
    public void close() {
        socket.close();
    }

    private static NetlinkRequest getLink(int index, String name) {
        MessageWriter message = new MessageWriter(Rtnl.RTM_GETLINK, 0).link(index, 0, 0);
        if (index == 0) {
            message.string(Rtnl.IFLA_IFNAME, name);
        }
        message.number(Rtnl.IFLA_EXT_MASK, Rtnl.RTEXT_FILTER_SKIP_STATS);
        return new NetlinkRequest(
                "get device", index == 0 ? name : Integer.toString(index), message);
    }

    private List<NetlinkException> batch(List<NetlinkRequest> requests) {
        List<NetlinkException> refusals = new ArrayList<>();
        exchange(requests, refusals, _ -> {});
        return refusals;
    }

    private <T> Optional<T> one(
            NetlinkRequest request, Function<NetlinkMessage, T> reader, Integer... absence) {
        List<NetlinkException> refusals = new ArrayList<>();
        List<T> found = new ArrayList<>();
        exchange(List.of(request.accepting(absence)), refusals, m -> found.add(m.as(reader)));
        throwFirst(refusals);
        return found.stream().findFirst();
    }

    private void exchange(
            List<NetlinkRequest> requests,
            List<NetlinkException> refusals,
            Consumer<NetlinkMessage> answer) {
        turn.lock();
        try {
            int first = socket.send(requests, Rtnl.NLM_F_ACK);
            int last = first + requests.size() - 1;
            socket.receive(
                    message -> {
                        if (message.sequence() < first || message.sequence() > last) {
                            return false; // the rest of an exchange that broke off
                        }
                        if (message.type() != Rtnl.NLMSG_ERROR) {
                            answer.accept(message);
                            return false;
                        }
                        NetlinkRequest request = requests.get(message.sequence() - first);
                        int errno = message.as(NetlinkMessage::errno);
                        if (errno != 0 && !request.accepts(errno)) {
                            refusals.add(
                                    request.refused(errno, message.as(NetlinkMessage::kernelText)));
                        }
                        return message.sequence() == last;
                    });
        } finally {
            turn.unlock();
        }
    }

    private <T> List<T> dump(NetlinkRequest request, Function<NetlinkMessage, T> reader) {
        for (int attempt = 0; attempt < DUMP_TRIES; attempt++) {
            List<T> all = new ArrayList<>();
            if (dumpOnce(request, m -> all.add(m.as(reader)))) {
                return all;
            }
        }
        throw new IllegalStateException(
                request + " was overtaken by changes " + DUMP_TRIES + " times; who makes them?");
    }

    /** Returns false if the table changed meanwhile, so that the answer may not be whole. */
    private boolean dumpOnce(NetlinkRequest request, Consumer<NetlinkMessage> answer) {
        turn.lock();
        try {
            boolean[] whole = {true};
            int sequence = socket.send(List.of(request), 0);
            socket.receive(
                    message -> {
                        if (message.sequence() != sequence) {
                            return false;
                        }
                        whole[0] &= (message.flags() & Rtnl.NLM_F_DUMP_INTR) == 0;
                        boolean end = message.type() == Rtnl.NLMSG_DONE;
                        if (end || message.type() == Rtnl.NLMSG_ERROR) {
                            int errno = message.payload().limit() < 4 ? 0 : message.errno();
                            if (errno != 0 && !request.accepts(errno)) {
                                throw request.refused(errno, message.kernelText());
                            }
                            return true;
                        }
                        answer.accept(message);
                        return false;
                    });
            return whole[0];
        } finally {
            turn.unlock();
        }
    }

    private static void throwFirst(List<NetlinkException> refusals) {
        if (!refusals.isEmpty()) {
            NetlinkException first = refusals.removeFirst();
            refusals.forEach(first::addSuppressed);
            throw first;
        }
    }
}
