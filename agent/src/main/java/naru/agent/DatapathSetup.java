package naru.agent;

import java.io.IOException;
import naru.agent.endpoint.EndpointStore;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.node.MapRefill;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.Replacement;
import naru.datapath.abi.HostIdentityMode;
import naru.watch.FolderSource;
import naru.watch.config.AgentConfig;

/** The configuration in the datapath's words. */
final class DatapathSetup {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private DatapathSetup() {}

    /**
     * Opens the datapath; that of another version is replaced.
     *
     * @throws IOException if what is kept on disk can't be read
     */
    static Datapath open(
            AgentOptions options,
            AgentConfig config,
            NodeDevices node,
            PodDevices pods,
            ProblemBoard problems,
            RepairLog repairs)
            throws IOException {
        MapRefill refill =
                new MapRefill(
                        options.node(),
                        config.identityIgnoredLabels(),
                        new NumberingStore(options.state().resolve("numbering.json"), problems),
                        new EndpointStore(options.state().resolve("endpoints")),
                        node,
                        pods,
                        () -> new FolderSource(options.manifests(), options.goodManifests()));
        Datapath datapath = Datapath.open(options(options, config), refill::fill);
        Replacement replacement = datapath.replacement();
        for (Replacement.Finding f : replacement.findings()) {
            repairs.note(RepairKind.PIN, f.where(), f.what() + ": " + f.found(), f.done());
        }
        if (!replacement.maps().isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "replaced another version''s maps {0}; {1} connections came along, {2} could"
                            + " not",
                    replacement.maps(),
                    replacement.connections(),
                    replacement.lost());
        }
        return datapath;
    }

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
