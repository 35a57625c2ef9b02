package naru.linux.netfilter;

import java.io.IOException;
import java.util.List;

/** Changes rules of the caller's network namespace, each call in one transaction of the kernel. */
public final class NetfilterWriter {

    /** Others (kube-proxy, firewalld) may hold the lock of the legacy backend for a while. */
    private static final String LOCK_SECONDS = "10";

    private NetfilterWriter() {}

    /**
     * Carries out lines as {@code iptables-restore --noflush} takes them; rules that they do not
     * name stay as they are.
     *
     * @throws IOException if the tool is missing or refuses; nothing was changed then
     */
    public static void restore(Backend backend, String transaction) throws IOException {
        Tool.Result result =
                Tool.run(
                        transaction,
                        List.of(backend.restoreTool(), "--noflush", "-w", LOCK_SECONDS));
        if (result.status() != 0) {
            throw new IOException(
                    result.failure(backend.restoreTool())
                            + (result.missing() ? "; install the package iptables" : ""));
        }
    }
}
