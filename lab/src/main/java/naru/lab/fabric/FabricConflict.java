package naru.lab.fabric;

/** The fabric can't be laid as wanted; the message says what stands against what. */
public final class FabricConflict extends Exception {
    private static final long serialVersionUID = 1;

    FabricConflict(String message) {
        super(message);
    }
}
