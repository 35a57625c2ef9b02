package naru.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A CNI request about one attachment, which was found to be well-formed.
 *
 * @param netns the pod's network namespace as the agent sees it; empty: DEL of a pod whose
 *     namespace is gone
 * @param netnsName the same as the runtime wrote it, for the result
 * @param pod from {@code CNI_ARGS}; empty for a runtime that knows no pods
 * @param prevResult what ADD answered; only for CHECK
 */
public record CniRequest(
        Command command,
        CniVersion version,
        String network,
        String containerId,
        String interfaceName,
        Optional<Path> netns,
        String netnsName,
        Optional<PodName> pod,
        Optional<JsonNode> prevResult)
        implements CniCall {

    /** What a runtime may ask about an attachment. */
    public enum Command {
        ADD,
        DEL,
        CHECK
    }

    /** The pod that a container belongs to; {@code uid} may be empty. */
    public record PodName(String namespace, String name, String uid) {

        static Optional<PodName> of(Map<String, String> args) {
            String name = args.getOrDefault("K8S_POD_NAME", "");
            String namespace = args.getOrDefault("K8S_POD_NAMESPACE", "");
            String uid = args.getOrDefault("K8S_POD_UID", "");
            return name.isEmpty() || namespace.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PodName(namespace, name, uid));
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }
}
