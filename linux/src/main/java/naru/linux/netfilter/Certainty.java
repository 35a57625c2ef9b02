package naru.linux.netfilter;

/** Whether a condition holds for a packet that has not been sent. */
public enum Certainty {
    NO,
    /** It depends on something that can't be judged from outside, e.g. a rate limit or a set. */
    MAYBE,
    YES;

    public Certainty and(Certainty other) {
        return ordinal() < other.ordinal() ? this : other;
    }

    public Certainty not() {
        return switch (this) {
            case NO -> YES;
            case MAYBE -> MAYBE;
            case YES -> NO;
        };
    }

    public static Certainty of(boolean holds) {
        return holds ? YES : NO;
    }
}
