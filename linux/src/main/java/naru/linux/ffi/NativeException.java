package naru.linux.ffi;

/**
 * A system or library call that the kernel refused. Branch on {@link #errno}, never on the text.
 */
public class NativeException extends RuntimeException {

    private final String call;
    private final int errno;

    /**
     * @param call the C function and what it was called on: {@code mount(/sys/fs/bpf)}
     * @param errno positive
     * @param detail likely cause, or what to do; empty if there is nothing to say
     */
    public NativeException(String call, int errno, String detail) {
        super(
                call
                        + ": "
                        + Errno.name(errno)
                        + " ("
                        + errno
                        + "): "
                        + Errno.text(errno)
                        + (detail.isEmpty() ? "" : ": " + detail));
        this.call = call;
        this.errno = errno;
    }

    public String call() {
        return call;
    }

    public int errno() {
        return errno;
    }

    /** The name of {@link #errno}: ENOENT. */
    public String errnoName() {
        return Errno.name(errno);
    }
}
