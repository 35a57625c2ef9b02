package naru.linux.netlink;

import java.util.Arrays;

/** What a route does with its packets. */
public enum RouteType {
    UNSPECIFIED(0),
    UNICAST(1),
    /** To this machine itself. */
    LOCAL(2),
    BROADCAST(3),
    ANYCAST(4),
    MULTICAST(5),
    /** Drops without a word. */
    BLACKHOLE(6),
    /** Drops, and tells the sender so by ICMP. */
    UNREACHABLE(7),
    PROHIBIT(8),
    THROW(9),
    NAT(10),
    RESOLVED_ELSEWHERE(11);

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static RouteType of(int number) {
        return Arrays.stream(values())
                .filter(t -> t.number == number)
                .findAny()
                .orElse(UNSPECIFIED);
    }
}
