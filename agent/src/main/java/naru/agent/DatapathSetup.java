package naru.agent;

import naru.datapath.AttachMode;
import naru.datapath.DatapathOptions;
import naru.datapath.abi.HostIdentityMode;
import naru.watch.config.AgentConfig;

/** The configuration in the datapath's words. */
final class DatapathSetup {

    private DatapathSetup() {}

    static DatapathOptions options(AgentOptions options, AgentConfig config) {
        HostIdentityMode host =
                switch (config.hostIdentity()) {
                    case KERNEL -> HostIdentityMode.KERNEL;
                    case MARK -> HostIdentityMode.MARK;
                };
        AttachMode attach =
                switch (config.attach()) {
                    case TCX -> AttachMode.TCX;
                    case CLSACT -> AttachMode.CLSACT;
                    case AUTO -> AttachMode.AUTO;
                };
        return new DatapathOptions(options.bpfRoot(), host, attach);
    }

    static String hostIdentity(AgentConfig config) {
        return switch (config.hostIdentity()) {
            case KERNEL -> "kernel";
            case MARK -> "mark";
        };
    }

    static String name(AttachMode mode) {
        return switch (mode) {
            case TCX -> "tcx";
            case CLSACT -> "clsact";
            case AUTO -> "auto";
        };
    }
}
