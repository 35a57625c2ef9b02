package naru.model;

/** One object of the cluster, as a source of events delivers it. */
public sealed interface ClusterObject permits Namespace, Node, Pod, NetworkPolicy {

    ObjectKey key();
}
