package naru.linux.netlink;

import naru.linux.ffi.NativeException;

/** A request that the kernel refused: which, about what, its error, and its own words if any. */
public final class NetlinkException extends NativeException {

    private final String object;
    private final String kernelText;

    /**
     * @param operation such as {@code add route}
     * @param object what it was about, such as {@code 10.0.0.0/8 dev 3}
     * @param errno positive
     * @param kernelText the kernel's extended acknowledgement; empty if it gave none
     */
    public NetlinkException(String operation, String object, int errno, String kernelText) {
        super(
                operation + " " + object,
                errno,
                kernelText.isEmpty() ? "" : "the kernel says: " + kernelText);
        this.object = object;
        this.kernelText = kernelText;
    }

    public String object() {
        return object;
    }

    /** Empty if the kernel gave none. */
    public String kernelText() {
        return kernelText;
    }
}
