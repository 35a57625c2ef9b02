package naru.cli.bundle;

import java.util.List;

/**
 * One file of a bundle.
 *
 * @param name in the bundle
 * @param about what it is, for the index
 * @param source where it comes from
 */
record Item(String name, String about, Source source) {

    /** Where a file's text comes from. */
    sealed interface Source {}

    /** The agent's answer to an operation. */
    record Operation(String op) implements Source {}

    /** What a command on the node says. */
    record Command(List<String> words) implements Source {}

    /** What is seen without the agent; see {@code AbsentMain}. */
    record WithoutAgent(String what) implements Source {}

    /** A file, or the end of it. */
    record Tail(String path) implements Source {}

    /**
     * All small files of a folder, by a flag of the agent.
     *
     * @param except what lies there and stays out
     */
    record Folder(String flag, String otherwise, String except) implements Source {}

    static Item ask(String op, String about) {
        String form = op.equals("metrics") ? ".txt" : ".json";
        return new Item("agent/" + op + form, about, new Operation(op));
    }

    static Item run(String name, String about, String... words) {
        return new Item(name, about, new Command(List.of(words)));
    }
}
