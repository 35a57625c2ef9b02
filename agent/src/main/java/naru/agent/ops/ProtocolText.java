package naru.agent.ops;

import naru.compile.PolicyKey;

/** Protocols and ports as people write them. */
public final class ProtocolText {

    private ProtocolText() {}

    /** {@code TCP}, or the number if it has no name here. */
    public static String of(int protocol) {
        return switch (protocol) {
            case 1 -> "ICMP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 132 -> "SCTP";
            default -> Integer.toString(protocol);
        };
    }

    /** {@code ANY}, {@code 8082/TCP}, {@code 8080-8083/TCP} or {@code TCP}. */
    static String portProto(PolicyKey key) {
        if (key.protocol() == 0) {
            return "ANY";
        }
        String protocol = of(key.protocol());
        if (key.portPrefix() == 0) {
            return protocol;
        }
        return key.port() == key.lastPort()
                ? key.port() + "/" + protocol
                : key.port() + "-" + key.lastPort() + "/" + protocol;
    }
}
