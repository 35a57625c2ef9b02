package naru.agent.cni;

import java.nio.file.Path;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.netns.Netns;
import naru.linux.netns.NetnsId;

/** Whether what a runtime calls a pod's network namespace is one. */
final class PodNamespace {

    private PodNamespace() {}

    /**
     * @throws CniFailure if nothing is there, something else, or the node's own namespace
     */
    static void require(CniRequest request) throws CniFailure {
        Path path = request.netns().orElseThrow();
        try {
            if (!Netns.isNamespace(path)) {
                throw bad(request, "a network namespace; a file of another kind is there");
            }
        } catch (NativeException e) {
            throw bad(request, "a network namespace: " + e.errnoName());
        }
        if (NetnsId.of(path).equals(NetnsId.current())) {
            throw bad(request, "a pod's network namespace; this one is the node's own");
        }
    }

    /** What to tell of what the kernel refused while a pod was wired. */
    static CniFailure failure(CniRequest request, NativeException e) {
        return isOfOtherKind(request.netns().orElseThrow())
                ? bad(request, "a network namespace; this one is of another kind")
                : new CniFailure(CniError.KERNEL_REFUSED, String.valueOf(e.getMessage()), "", e);
    }

    /** The kernel tells the kinds apart only when one enters. */
    private static boolean isOfOtherKind(Path path) {
        try {
            Netns.run(path, () -> {});
            return false;
        } catch (NativeException e) {
            return e.errno() == Errno.EINVAL;
        }
    }

    private static CniFailure bad(CniRequest request, String wanted) {
        return CniEnvironment.badNetns(request.netnsName(), wanted);
    }
}
