package naru.cli;

import naru.wire.Reply;

/** Why a command did not do its work, for people: what is wrong, and what to do next. */
public final class CommandFailure extends RuntimeException {

    /** It was tried and failed. */
    public static final int FAILED = 1;

    /** The command line is wrong, or this machine is not fit for it. */
    public static final int USAGE = 2;

    /** The question can't be answered. */
    public static final int CANNOT_TELL = 3;

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String hint;

    /**
     * @param exitCode of the process
     * @param message what is wrong, and where
     * @param hint what to do next; may be empty
     */
    public CommandFailure(int exitCode, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** What the other end of a socket said. */
    public static CommandFailure of(Reply.Failure failure) {
        int code =
                failure.code() == USAGE || failure.code() == CANNOT_TELL ? failure.code() : FAILED;
        return new CommandFailure(code, failure.message(), failure.hint());
    }

    public int exitCode() {
        return exitCode;
    }

    public String hint() {
        return hint;
    }
}
