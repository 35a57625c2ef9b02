package naru.bench.report;

import java.util.List;

/**
 * What one run found.
 *
 * @param section datapath, cni or policy
 * @param run how it was measured, and where
 * @param proof what was shown before measuring, one line each
 * @param skipped what was not measured, and why, one line each
 */
public record Report(
        String section,
        Run run,
        List<String> proof,
        List<Result> results,
        List<String> skipped,
        List<String> notes) {

    public Report {
        proof = List.copyOf(proof);
        results = List.copyOf(results);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /** The groups, in the order of their results. */
    List<String> groups() {
        return results.stream().map(Result::group).distinct().toList();
    }

    List<Result> of(String group) {
        return results.stream().filter(result -> result.group().equals(group)).toList();
    }
}
