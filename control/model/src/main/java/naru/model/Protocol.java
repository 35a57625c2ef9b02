package naru.model;

/** A transport protocol that a NetworkPolicy port may name. Numbers: IANA "Protocol Numbers". */
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
