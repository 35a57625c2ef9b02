package naru.cli;

/** What the build runs once, so that the AOT cache holds what the commands need. */
public final class Training {

    private Training() {}

    public static void main(String[] args) {
        Main.run("lab", "--help");
    }
}
