package naru.lab.config;

/** A lab.yaml can't be used; the message says where it is wrong and how. */
public final class LabConfigException extends Exception {
    private static final long serialVersionUID = 1;

    LabConfigException(String message) {
        super(message);
    }
}
