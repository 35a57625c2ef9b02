package naru.lab.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;

/** {@code naru demo [--keep] [--name LAB]}. Exit code 0: everything turned out as told. */
public final class DemoMain {

    private static final int USAGE = 2;

    private DemoMain() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> given = new ArrayList<>(List.of(args));
        boolean keep = given.remove("--keep");
        String variable = System.getenv().getOrDefault(LabPlaces.VARIABLE, "");
        String name = variable.isEmpty() ? LabPlaces.DEFAULT_NAME : variable;
        if (given.size() == 2 && given.getFirst().equals("--name")) {
            name = given.get(1);
            given.clear();
        }
        if (!given.isEmpty()) {
            boolean help = given.contains("--help") || given.contains("-h");
            (help ? System.out : System.err).println("usage: naru demo [--keep] [--name LAB]");
            System.exit(help ? 0 : USAGE);
        }
        System.exit(play(new LabPlaces(name), keep));
    }

    private static int play(LabPlaces places, boolean keep) throws InterruptedException {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Stage stage = new Stage(out, Boolean.getBoolean("naru.colors"));
        BuiltTree tree = new BuiltTree(Path.of(System.getenv(BuiltTree.VARIABLE)));
        NaruScript naru = new NaruScript(tree, places.name());
        Thread cleaning = new Thread(() -> takeDown(naru));
        boolean ours = false;
        try {
            Acts acts = new Acts(stage, naru, new DemoLab(places));
            ours = acts.raise();
            if (ours && !keep) {
                Runtime.getRuntime().addShutdownHook(cleaning);
            }
            if (ours) {
                acts.whoReachesWhom();
                acts.hostMark();
                acts.repair();
            }
        } catch (IOException | RuntimeException e) {
            stage.check(false, "the demo itself broke off: " + e);
        }
        if (ours && keep) {
            stage.say(
                    "The lab stays up; take it down with: ./naru lab down --name " + places.name());
        }
        return stage.close();
    }

    private static void takeDown(NaruScript naru) {
        try {
            naru.run("lab", "down");
        } catch (IOException e) {
            System.err.println("naru: the lab could not be taken down: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
