package naru.explain;

/**
 * A part of the way. Layers are asked in the packet's order; one that the packet does not pass adds
 * nothing. Services, tunnels and the network between nodes will be layers too.
 */
public interface Layer {

    void walk(Walk walk);
}
