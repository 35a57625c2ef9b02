package naru.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code naru --node n1 status} means {@code naru status --node n1}: where an agent or a lab is
 * chosen may be said before the command too.
 */
final class LeadingOptions {

    private static final String END_OF_OPTIONS = "--";
    private static final List<String> CHOICES = List.of("--node", "--name");

    private LeadingOptions() {}

    /**
     * The same arguments with the command first; what belongs to a command to be run stays last.
     */
    static String[] behindTheCommand(String... args) {
        int end = 0;
        while (end < args.length && isChoice(args[end])) {
            end += args[end].contains("=") ? 1 : 2;
        }
        if (end == 0 || end >= args.length) {
            return args;
        }
        List<String> rest = new ArrayList<>(List.of(args).subList(end, args.length));
        int at = rest.contains(END_OF_OPTIONS) ? rest.indexOf(END_OF_OPTIONS) : rest.size();
        rest.addAll(at, List.of(args).subList(0, end));
        return rest.toArray(String[]::new);
    }

    private static boolean isChoice(String arg) {
        return CHOICES.contains(arg.split("=", 2)[0]);
    }
}
