package naru.linux.bpf;

import java.nio.file.Path;

/** A pinned map that an object wants to use again was made with another shape. */
public final class PinMismatchException extends RuntimeException {

    PinMismatchException(Path pin, String what, int pinned, int wanted) {
        super(
                ("%s is pinned with %s %d, the program needs %d: it belongs to another"
                                + " version; stop its agent and delete %s, or give another bpf root")
                        .formatted(pin, what, pinned, wanted, pin.getParent()));
    }
}
