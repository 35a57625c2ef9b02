package naru.explain.cause;

import java.util.List;
import naru.explain.Quote;
import naru.linux.netfilter.Visit;

/** The packet goes another way, or none. */
public sealed interface PathCause extends Cause {

    /** The node has no route there. */
    record NoRoute(String node, String destination, List<Quote> evidence) implements PathCause {
        @Override
        public String sentence() {
            return node + " has no route to " + destination;
        }
    }

    /** The route leads elsewhere than to the pod's device. */
    record WrongRoute(
            String node, String destination, String expected, String device, List<Quote> evidence)
            implements PathCause {
        @Override
        public String sentence() {
            return "the route of "
                    + node
                    + " to "
                    + destination
                    + " leads to "
                    + device
                    + ", not to "
                    + expected;
        }
    }

    /** A rule of a node's packet filter drops it. */
    record DroppedByNetfilter(Visit by, List<Quote> evidence) implements PathCause {
        @Override
        public String sentence() {
            return by.describe() + " drops the packet";
        }

        @Override
        public String where() {
            return by.describe();
        }
    }

    /** A source address that the node's programs never let in from outside. */
    record SourceNotCredible(String node, String address, List<Quote> evidence)
            implements PathCause {
        @Override
        public String sentence() {
            return "a packet from outside with source "
                    + address
                    + " is dropped at the uplink of "
                    + node
                    + ": the address is its own or one of its pods'";
        }
    }
}
