package naru.compile;

/** Which parts of a policy entry were not wildcards; the numbers are those of enum match_type. */
public enum MatchType {
    NONE(0),
    L3_ONLY(1),
    L3_L4(2),
    L4_ONLY(3),
    ALL(4),
    L3_PROTO(5),
    PROTO_ONLY(6);

    private final int number;

    MatchType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static MatchType of(PolicyKey key) {
        boolean peer = key.identity() != 0 || key.blockSet() != 0;
        if (key.protocol() == 0) {
            return peer ? L3_ONLY : ALL;
        }
        if (key.portPrefix() == 0) {
            return peer ? L3_PROTO : PROTO_ONLY;
        }
        return peer ? L3_L4 : L4_ONLY;
    }
}
