package naru.explain.cause;

import java.util.List;
import naru.explain.Confidence;
import naru.explain.Quote;

/** A pod's attachment is not what it should be. */
public sealed interface EndpointCause extends Cause {

    /** The pod has no address. */
    record NoAddress(String pod, String why) implements EndpointCause {
        @Override
        public String sentence() {
            return pod + " has no address: " + why;
        }

        @Override
        public List<Quote> evidence() {
            return List.of();
        }
    }

    /** The node's maps have no endpoint with the pod's address. */
    record EndpointUnknown(String pod, String address, String node, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return "no endpoint of "
                    + node
                    + " has address "
                    + address
                    + ", which the manifests give to "
                    + pod
                    + ": it was not attached here by CNI, or is gone";
        }

        @Override
        public String where() {
            return "endpoint_map4";
        }
    }

    /** Another network made the pod: nothing of ours is at its device. */
    record Unmanaged(String pod, String address, String node, String device, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return pod
                    + " is unmanaged: no endpoint of "
                    + node
                    + " has its address "
                    + address
                    + ", and the route to it leads to "
                    + device
                    + ", so another network made it; none of its own policies is asked";
        }

        @Override
        public String where() {
            return device;
        }
    }

    /** The pod's labels are not known, so it is closed. */
    record LabelsUnknown(String pod, Confidence confidence, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return "the labels of "
                    + pod
                    + " are not known (identity init): until they are, only its own node reaches it"
                    + " and policies see no labels";
        }
    }

    /** An address of a pod range that no pod has. */
    record AddressUnheld(String address, Confidence confidence, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return address
                    + " lies in a node's pod range, but no pod holds it (identity init): it is closed"
                    + " until it is known whose it is";
        }
    }

    /** Its policies do not fit into the kernel. */
    record PolicyNotInForce(String pod, List<Quote> evidence) implements EndpointCause {
        @Override
        public String sentence() {
            return pod
                    + " is closed (policy set 0) though its policies are known: they are not in the"
                    + " kernel, most likely because the policy map is full";
        }

        @Override
        public String where() {
            return "endpoint_map4";
        }
    }

    /** Our program does not run at the pod's device. */
    record NotAttached(String program, String device, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return program + " is not attached to " + device + ", so policy is not asked there";
        }

        @Override
        public String where() {
            return device;
        }
    }

    /** Another program runs first and may keep ours from running. */
    record Overtaken(String program, String device, String by, List<Quote> evidence)
            implements EndpointCause {
        @Override
        public String sentence() {
            return by
                    + " runs before "
                    + program
                    + " at "
                    + device
                    + " and may let packets pass it";
        }

        @Override
        public String where() {
            return device;
        }
    }
}
