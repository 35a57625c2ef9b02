package naru.compile;

/**
 * A value of the policy map.
 *
 * @param verdict what happens to a packet that it decides
 * @param precedence the highest one wins, unsigned
 * @param rule number of the rules that made it; {@link RuleTable} tells which
 */
public record PolicyEntry(Verdict verdict, int precedence, int rule) {

    /** The numbers are those of enum policy_verdict. */
    public enum Verdict {
        DENY(0, 255),
        ALLOW(1, 1),
        PASS(2, 0);

        private final int number;
        private final int precedenceClass;

        Verdict(int number, int precedenceClass) {
            this.number = number;
            this.precedenceClass = precedenceClass;
        }

        public int number() {
            return number;
        }

        /** The low byte of the precedence of an entry with this verdict. */
        public int precedenceClass() {
            return precedenceClass;
        }
    }
}
