package naru.ipam;

import java.util.List;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** What became of a wish for an address. */
public sealed interface Answer {

    /** Why a node gives no address at all. */
    String NO_RANGE = "this node has no address range: its Node object has no spec.podCIDR";

    /** It is the holder's now, or was already. */
    record Given(Ipv4Address address) implements Answer {}

    /** No address was given. */
    sealed interface Refused extends Answer {
        /** Why, for people: names the range, the holder or the counts. */
        String reason();
    }

    /** Somebody else has the wished address. */
    record Taken(Ipv4Address wished, Holder by) implements Refused {
        @Override
        public String reason() {
            return "address " + wished + " is held by " + by;
        }
    }

    /** The wished address is not one of this node's. */
    record OutOfRange(Ipv4Address wished, List<Ipv4Prefix> ranges) implements Refused {
        @Override
        public String reason() {
            return "address "
                    + wished
                    + (ranges.isEmpty()
                            ? " is wished, but " + NO_RANGE
                            : " is not in this node's " + ranges);
        }
    }

    /** The holder has another address already. */
    record HasAnother(Ipv4Address wished, Ipv4Address has) implements Refused {
        @Override
        public String reason() {
            return "address " + wished + " is wished, but this interface has " + has;
        }
    }

    /** Nothing can be given now. */
    record Full(List<Ipv4Prefix> ranges, PoolCounts counts) implements Refused {
        @Override
        public String reason() {
            return ranges.isEmpty() ? NO_RANGE : "no free address in " + ranges + ": " + counts;
        }
    }
}
