package naru.agent.cni;

/** Error codes: below 100 those of the CNI specification, the others are Naru's. */
public enum CniError {
    INCOMPATIBLE_VERSION(1),
    UNSUPPORTED_FIELD(2),
    UNKNOWN_CONTAINER(3),
    INVALID_ENVIRONMENT(4),
    IO_FAILURE(5),
    DECODING_FAILURE(6),
    INVALID_CONFIG(7),
    TRY_AGAIN(11),
    /** STATUS: no ADD can succeed now. */
    UNAVAILABLE(50),
    /** STATUS: nor have all pods that are there the network that they should have. */
    LIMITED(51),
    /** ADD for an interface that is attached already. */
    ALREADY_ATTACHED(100),
    /** The node's pod ranges have no free address. */
    ADDRESSES_EXHAUSTED(101),
    /** The address that the pod wishes for can't be given. */
    ADDRESS_REFUSED(102),
    /** The kernel refused a device, route or program. */
    KERNEL_REFUSED(103),
    /** CHECK found something that is not as ADD left it. */
    CHECK_FAILED(104),
    /** GC could not take everything away that it should. */
    REMAINS(105);

    private final int code;

    CniError(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
