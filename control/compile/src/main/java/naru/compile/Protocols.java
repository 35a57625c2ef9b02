package naru.compile;

import naru.model.Protocol;

/** Protocol numbers as people know them. */
final class Protocols {

    private Protocols() {}

    static String name(int number) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.number() == number) {
                return protocol.name();
            }
        }
        return number == 1 ? "ICMP" : Integer.toString(number);
    }
}
