package naru.agent.cni;

/** A CNI request that can't be fulfilled. */
public final class CniFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final CniError error;
    private final String details;

    /**
     * @param message what is wrong, with the value that is
     * @param details what else is known, or what to do; may be empty
     */
    public CniFailure(CniError error, String message, String details) {
        super(message);
        this.error = error;
        this.details = details;
    }

    public CniFailure(CniError error, String message, String details, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.details = details;
    }

    public CniError error() {
        return error;
    }

    public String details() {
        return details;
    }
}
