package naru.apply.device;

/** The steps of giving a pod its interface, in their order. */
enum PodStep {
    /** Both ends exist, each at its place with its name, and are down. */
    PAIR,
    /** The caller has attached its programs to the host end. */
    GUARD,
    /** The host end is up, with its route and neighbour. */
    HOST_SIDE,
    /** The pod's end is up, with address, routes and neighbour. */
    POD_SIDE,
    /** Packets pass. */
    CARRIER
}
