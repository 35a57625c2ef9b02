package naru.agent.cni;

import java.util.Optional;
import java.util.Set;

/** What a runtime asks of the plugin. VERSION is the relay's. */
public sealed interface CniCall permits CniCall.Status, CniCall.Collect, CniRequest {

    CniVersion version();

    /** Name of the network configuration. */
    String network();

    /** STATUS: can a pod be attached now? */
    record Status(CniVersion version, String network) implements CniCall {}

    /**
     * GC: take away what belongs to no valid attachment.
     *
     * @param valid those that the runtime knows; empty: it did not say which, so none is known to
     *     be stale
     */
    record Collect(CniVersion version, String network, Optional<Set<AttachmentId>> valid)
            implements CniCall {}

    /** What tells attachments apart: a container and its interface, as ADD named them. */
    record AttachmentId(String containerId, String interfaceName) {}
}
