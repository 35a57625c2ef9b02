package naru.linux.netfilter;

import java.util.Optional;

/**
 * A packet's mark as far as it is known.
 *
 * @param known the bits of {@code value} that are known
 */
public record Mark(int value, int known) {

    /** A packet that nobody has marked yet. */
    public static final Mark NONE = new Mark(0, -1);

    /** A value and a mask as iptables writes them; a value alone means all bits. */
    public record Masked(int value, int mask) {
        public static Masked parse(String text) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Masked(number(text), -1)
                    : new Masked(
                            number(text.substring(0, slash)), number(text.substring(slash + 1)));
        }

        /** As {@link #parse}; empty for a spelling that it does not know. */
        public static Optional<Masked> read(String text) {
            try {
                return Optional.of(parse(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private static int number(String text) {
            return (int) Long.decode(text).longValue();
        }
    }

    /** {@code --set-xmark}: clears the bits of the mask, then flips those of the value. */
    public Mark xmark(Masked by) {
        return new Mark((value & ~by.mask()) ^ by.value(), known | by.mask());
    }

    /** The bits of the mask may be anything from now on. */
    public Mark unknown(int mask) {
        return new Mark(value & ~mask, known & ~mask);
    }

    /** Does the mark, under that mask, have that value? */
    public Certainty is(Masked wanted) {
        int disagree = (value ^ wanted.value()) & wanted.mask();
        if ((disagree & known) != 0 || (wanted.value() & ~wanted.mask()) != 0) {
            return Certainty.NO;
        }
        return (wanted.mask() & ~known) == 0 ? Certainty.YES : Certainty.MAYBE;
    }

    @Override
    public String toString() {
        return "0x"
                + Integer.toHexString(value)
                + (known == -1 ? "" : " (known 0x" + Integer.toHexString(known) + ")");
    }
}
