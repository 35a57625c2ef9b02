package naru.datapath;

import naru.model.Ipv4Address;

/**
 * The two ends of a connection, in the order that the programs give them
 * (datapath/steps/conntrack.h).
 *
 * @param lowPort ICMP: the identifier, in both ports
 * @param protocol IANA number
 */
public record FlowKey(Ipv4Address low, int lowPort, Ipv4Address high, int highPort, int protocol) {}
