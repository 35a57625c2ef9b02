package naru.proof;

/** Runs seeds in a process of its own, for programs and classes that were tampered with. */
final class DifferentialMain {

    private static final int FOUND = 10;

    private DifferentialMain() {}

    /** Exit 10: a disagreement was found; 0: none in that many seeds. */
    public static void main(String[] arguments) {
        int seeds = Integer.parseInt(arguments[0]);
        Tally tally = new Tally();
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                Differential.run(seed, tally);
            } catch (Differential.Disagreement e) {
                System.out.println(e.getMessage());
                System.exit(FOUND);
            }
        }
        System.out.println(tally);
    }
}
