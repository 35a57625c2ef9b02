package naru.lab.fabric;

import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * One L2 segment of the fabric.
 *
 * @param name for people
 * @param bridge its device in the fabric's namespace
 * @param mtu in bytes
 * @param router the router's address in it; empty without a router
 */
public record Segment(
        String name, Ipv4Prefix cidr, String bridge, int mtu, Optional<Ipv4Address> router) {}
