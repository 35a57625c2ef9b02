package naru.bench.report;

/** Says on standard error what goes on. */
@FunctionalInterface
public interface Progress {

    void now(String what);
}
