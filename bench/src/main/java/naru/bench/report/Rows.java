package naru.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import naru.bench.statistic.Estimate;
import org.jspecify.annotations.Nullable;

/** A group of results as rows of text. */
final class Rows {

    private Rows() {}

    static List<String> titles(List<Result> results) {
        List<String> titles = new ArrayList<>(List.of("WHAT", "WHOSE", "MEDIAN", "UNIT"));
        if (haveRatio(results)) {
            titles.addAll(List.of("RATIO", "95 %"));
        } else {
            titles.add("95 %");
        }
        titles.addAll(List.of("LIMIT", ""));
        if (haveTwoCpus(results)) {
            titles.addAll(List.of("2 CPUS", "RATIO", "95 %"));
        }
        return titles;
    }

    static List<List<String>> of(List<Result> results) {
        boolean ratios = haveRatio(results);
        boolean twoCpus = haveTwoCpus(results);
        List<List<String>> rows = new ArrayList<>();
        String before = "";
        for (Result result : results) {
            List<String> row = new ArrayList<>();
            row.add(result.what().equals(before) ? "" : result.what());
            row.add(result.subject() + (result.lost() > 0 ? " (lost " + result.lost() + ")" : ""));
            row.add(number(result.figure().amount().value()));
            row.add(result.unit());
            if (ratios) {
                addRatio(row, result, result.figure());
            } else {
                row.add(interval(result.figure().amount()));
            }
            row.add(limit(result.limit()));
            row.add(result.verdict());
            if (twoCpus) {
                addTwoCpus(row, result);
            }
            rows.add(row);
            before = result.what();
        }
        return rows;
    }

    private static boolean haveRatio(List<Result> results) {
        return results.stream().anyMatch(result -> result.figure().ratio() != null);
    }

    private static boolean haveTwoCpus(List<Result> results) {
        return results.stream().anyMatch(result -> result.twoCpus() != null);
    }

    private static void addRatio(List<String> row, Result result, Figure figure) {
        Estimate ratio = figure.ratio();
        if (ratio == null) {
            row.addAll(List.of(result.subject().equals(result.base()) ? "base" : "", ""));
        } else {
            row.add(ratio(ratio.value()));
            row.add(ratio.count() == 1 ? "" : ratio(ratio.low()) + "-" + ratio(ratio.high()));
        }
    }

    private static void addTwoCpus(List<String> row, Result result) {
        Figure figure = result.twoCpus();
        if (figure == null) {
            row.addAll(List.of("", "", ""));
        } else {
            row.add(number(figure.amount().value()));
            addRatio(row, result, figure);
        }
    }

    private static String interval(Estimate value) {
        return value.count() == 1 ? "" : number(value.low()) + "-" + number(value.high());
    }

    private static String limit(@Nullable Limit limit) {
        if (limit == null) {
            return "";
        }
        return switch (limit.of()) {
            case RATIO -> "≤ " + ratio(limit.most());
            case VALUE -> "≤ " + number(limit.most());
        };
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    /** Three digits that count. */
    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
