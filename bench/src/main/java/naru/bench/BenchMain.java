package naru.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import naru.bench.cni.CniBench;
import naru.bench.datapath.DatapathBench;
import naru.bench.policy.PolicyBench;
import naru.bench.report.BenchFailure;
import naru.bench.report.JsonText;
import naru.bench.report.MarkdownText;
import naru.bench.report.Report;
import naru.bench.report.TableText;
import naru.bench.rest.RestBench;
import naru.bench.scale.CompileScale;
import naru.bench.start.StartBench;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;

/** {@code naru bench}. Exit code 0: measured, whatever came out; 1: not; 2: usage. */
public final class BenchMain {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private BenchMain() {}

    public static void main(String[] args) {
        BenchOptions options;
        try {
            options = BenchOptions.parse(List.of(args), System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("naru: " + e.getMessage());
            System.err.println("      see: naru bench --help");
            System.exit(USAGE);
            return;
        }
        System.exit(options.help() ? help() : run(options));
    }

    private static int help() {
        print(BenchOptions.HELP.lines().toList());
        return 0;
    }

    private static int run(BenchOptions options) {
        try {
            BuiltTree tree = new BuiltTree(Path.of(System.getenv(BuiltTree.VARIABLE)));
            Report report = measure(options, tree);
            print(text(options, report));
            return 0;
        } catch (BenchFailure | IOException e) {
            if (!isEnding()) {
                System.err.println("naru: bench " + options.section() + ": " + e.getMessage());
            }
            return FAILED;
        }
    }

    /** Whether we were interrupted; then what failed, failed for that. */
    private static boolean isEnding() {
        try {
            Thread nothing = new Thread();
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static Report measure(BenchOptions options, BuiltTree tree)
            throws IOException, BenchFailure {
        LabPlaces places = new LabPlaces(options.lab());
        return switch (options.section()) {
            case DATAPATH ->
                    new DatapathBench(tree, places, options.pace(), BenchMain::progress).run();
            case POLICY ->
                    new PolicyBench(
                                    tree,
                                    places,
                                    options.policyPace(),
                                    CompileScale.LARGE,
                                    BenchMain::progress)
                            .run();
            case START ->
                    new StartBench(tree, places, options.startPace(), BenchMain::progress).run();
            case REST -> new RestBench(tree, places, options.restPace(), BenchMain::progress).run();
            case CNI -> new CniBench(tree, places, options.cniPace(), BenchMain::progress).run();
        };
    }

    private static List<String> text(BenchOptions options, Report report) throws IOException {
        return switch (options.form()) {
            case TABLE -> TableText.of(report);
            case MARKDOWN -> MarkdownText.of(report);
            case JSON -> JsonText.of(report);
        };
    }

    private static void progress(String what) {
        System.err.println("naru: " + what);
    }

    private static void print(List<String> lines) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        lines.forEach(out::println);
    }
}
