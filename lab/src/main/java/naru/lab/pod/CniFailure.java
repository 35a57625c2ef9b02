package naru.lab.pod;

/** A CNI executable refused; the message is what it said. */
final class CniFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** "Try again later", CNI specification, "Well-known Error Codes". */
    static final int TRY_AGAIN_LATER = 11;

    private final int code;

    CniFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    boolean isTemporary() {
        return code == TRY_AGAIN_LATER;
    }
}
