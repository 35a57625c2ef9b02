package naru.naive;

import java.util.Map;
import naru.model.Pod;

/** Who is behind an address. */
public sealed interface Party {

    /** A pod with a network of its own. */
    record KnownPod(Pod pod, Map<String, String> namespaceLabels) implements Party {}

    /** A pod in a namespace that nobody knows: its labels mean nothing yet. */
    record UnknownPod(Pod pod) implements Party {}

    /** A node, or a pod that uses its network. */
    record NodeItself(String name) implements Party {}

    /** Any other address. */
    record Elsewhere() implements Party {}
}
