package naru.bench.start;

/** What a JVM runs that only starts and ends. */
public final class Nothing {

    private Nothing() {}

    public static void main(String[] args) {
        // that is all
    }
}
