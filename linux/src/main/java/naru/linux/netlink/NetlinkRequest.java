package naru.linux.netlink;

import java.util.Set;

/** One change that the kernel is asked for; made by {@link Links}, {@link Routes} and others. */
public final class NetlinkRequest {

    private final String operation;
    private final String object;
    private final byte[] message;
    private final Set<Integer> accepted;

    NetlinkRequest(String operation, String object, MessageWriter message) {
        this(operation, object, message.toBytes(), Set.of());
    }

    private NetlinkRequest(String operation, String object, byte[] message, Set<Integer> accepted) {
        this.operation = operation;
        this.object = object;
        this.message = message;
        this.accepted = accepted;
    }

    /** The same request, for which these errors are fine: deleting what is gone, for example. */
    public NetlinkRequest accepting(Integer... errnos) {
        return new NetlinkRequest(operation, object, message, Set.of(errnos));
    }

    /** The whole message, header included, without sequence number. */
    byte[] message() {
        return message;
    }

    boolean accepts(int errno) {
        return accepted.contains(errno);
    }

    NetlinkException refused(int errno, String kernelText) {
        return new NetlinkException(operation, object, errno, kernelText);
    }

    @Override
    public String toString() {
        return operation + " " + object;
    }
}
