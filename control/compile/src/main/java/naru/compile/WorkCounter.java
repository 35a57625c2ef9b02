package naru.compile;

/** Counts what is done. */
final class WorkCounter {

    private long selectorEvaluations;
    private long entryChanges;
    private long prefixChanges;

    void selectorEvaluated() {
        selectorEvaluations++;
    }

    void entryChanged() {
        entryChanges++;
    }

    void prefixChanged() {
        prefixChanges++;
    }

    Work work() {
        return new Work(selectorEvaluations, entryChanges, prefixChanges);
    }
}
