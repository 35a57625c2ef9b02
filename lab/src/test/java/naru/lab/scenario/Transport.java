package naru.lab.scenario;

/**
 * What a test sends. SCTP has no sockets in common kernels; packet cases of the datapath cover it.
 */
public enum Transport {
    TCP,
    UDP,
    ICMP
}
