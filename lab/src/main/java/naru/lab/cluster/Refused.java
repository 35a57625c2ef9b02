package naru.lab.cluster;

import naru.wire.Shown;

/** An object is not admitted; the message says why. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String reason) {
        super(Shown.text(reason));
    }
}
