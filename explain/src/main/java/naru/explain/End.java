package naru.explain;

import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;

/** One end of the connection in question. */
public sealed interface End {

    /** What was asked for, in the asker's words. */
    String asked();

    /** For people. */
    String name();

    /** The node that it is on; empty outside the cluster, and for a pod that nobody placed yet. */
    String node();

    /** Missing for a pod that has none yet. */
    Optional<Ipv4Address> address();

    /** A pod with an address of its own. */
    record Pod(String asked, ObjectKey key, String node, Optional<Ipv4Address> address)
            implements End {
        @Override
        public String name() {
            return key.namespace() + "/" + key.name();
        }
    }

    /** A node's own stack; pods with hostNetwork too. */
    record Host(String asked, String name, String node, Optional<Ipv4Address> address)
            implements End {}

    /** An address that no pod and no node holds. */
    record Outside(String asked, String name, Optional<Ipv4Address> address) implements End {
        @Override
        public String node() {
            return "";
        }
    }
}
