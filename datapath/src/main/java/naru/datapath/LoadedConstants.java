package naru.datapath;

import java.util.Optional;
import naru.datapath.abi.DatapathConfigLayout;
import naru.datapath.abi.HostIdentityMode;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.ffi.NativeException;

/**
 * The constants that a program in the kernel was loaded with: what it does, not what a
 * configuration says.
 */
public final class LoadedConstants {

    private static final String SECTION = ".rodata";

    private LoadedConstants() {}

    /**
     * How a program knows this node's own packets.
     *
     * @param program its number in the kernel
     * @return empty if the program is gone, or not of a shape that this version knows
     */
    public static Optional<HostIdentityMode> hostIdentity(int program) {
        try (BpfProgram loaded = BpfProgram.byId(program)) {
            for (int id : loaded.mapIds()) {
                try (BpfMap map = BpfMap.byId(id)) {
                    if (holdsConstants(map)) {
                        return map.lookup(new byte[4])
                                .map(bytes -> DatapathConfigLayout.read(bytes).hostIdentity())
                                .flatMap(HostIdentityMode::of);
                    }
                }
            }
            return Optional.empty();
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    /** The kernel cuts names off: {@code pod_ingr.rodata}. */
    private static boolean holdsConstants(BpfMap map) {
        return map.info().name().endsWith(SECTION)
                && map.info().valueSize() == DatapathConfigLayout.SIZE;
    }
}
