package naru.linux.bpf;

import java.util.List;
import naru.linux.ffi.NativeException;

/** The kernel's verifier refused a program. The message shows the end of its log. */
public final class VerifierException extends NativeException {

    private static final int SHOWN_LINES = 12;
    private static final String BEGIN = "BEGIN PROG LOAD LOG --";
    private static final String END = "-- END PROG LOAD LOG";

    private final String log;

    private VerifierException(String object, int errno, String log) {
        super("loading " + object, errno, "the verifier says:\n" + lastUsefulLines(log));
        this.log = log;
    }

    /** Makes the fitting exception from what libbpf printed while it failed. */
    static NativeException of(String object, NativeException cause, String printed) {
        int begin = printed.lastIndexOf(BEGIN);
        if (begin < 0) {
            return new NativeException("loading " + object, cause.errno(), printed.strip());
        }
        int end = printed.indexOf(END, begin);
        String log = printed.substring(begin + BEGIN.length(), end < 0 ? printed.length() : end);
        return new VerifierException(object, cause.errno(), log.strip());
    }

    private static String lastUsefulLines(String log) {
        List<String> lines =
                log.lines().filter(line -> !line.isBlank() && !isStatistics(line)).toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private static boolean isStatistics(String line) {
        return line.startsWith("processed ") || line.startsWith("peak_states");
    }

    /** All that the verifier said. */
    public String log() {
        return log;
    }
}
