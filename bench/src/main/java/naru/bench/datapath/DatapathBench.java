package naru.bench.datapath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.bench.cluster.AgentEffort;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PolicyManifests;
import naru.bench.load.LoadGenerator;
import naru.bench.load.Work;
import naru.bench.network.CniPeer;
import naru.bench.network.DirectNodes;
import naru.bench.network.Network;
import naru.bench.network.RoutedPolicy;
import naru.bench.network.Site;
import naru.bench.network.VethPair;
import naru.bench.proof.Proof;
import naru.bench.report.BenchFailure;
import naru.bench.report.Limit;
import naru.bench.report.Progress;
import naru.bench.report.Report;
import naru.bench.report.Result;
import naru.bench.report.Run;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.PodRow;

/** {@code naru bench datapath}: what a packet costs. */
public final class DatapathBench {

    private static final Map<Work, Limit> ONE_NODE =
            new EnumMap<>(
                    Map.of(
                            Work.REQUEST, Limit.ratio(1.04),
                            Work.CONNECTION, Limit.ratio(1.08),
                            Work.DATAGRAM, Limit.ratio(1.06),
                            Work.BULK, Limit.ratio(1.03)));

    private static final Map<Work, Limit> TWO_NODES =
            new EnumMap<>(
                    Map.of(
                            Work.REQUEST, Limit.ratio(0.95),
                            Work.CONNECTION, Limit.ratio(0.95),
                            Work.DATAGRAM, Limit.ratio(0.95)));

    private final BuiltTree tree;
    private final LabPlaces places;
    private final Pace pace;
    private final Progress progress;
    private final List<String> skipped = new ArrayList<>();

    public DatapathBench(BuiltTree tree, LabPlaces places, Pace pace, Progress progress) {
        this.tree = tree;
        this.places = places;
        this.pace = pace;
        this.progress = progress;
    }

    /**
     * Brings everything up, measures, and takes it down.
     *
     * @throws BenchFailure if it can't be measured, or would not be under policy
     */
    public Report run() throws IOException, BenchFailure {
        Run here = Run.here(pace.form(), pace.pairs());
        progress.now("bringing up a lab");
        try (BenchLab lab = BenchLab.up(tree, places, PolicyManifests.datapath());
                LoadGenerator generator = LoadGenerator.start(lab.loadProgram())) {
            progress.now("proving that what is measured is under policy");
            List<String> proof = new Proof(lab, generator).show();
            AgentEffort effort = AgentEffort.of(lab, "n1");
            List<Result> results = new ArrayList<>();
            for (Comparison comparison : comparisons(lab)) {
                Measuring measuring = new Measuring(generator, pace, here.cpus());
                for (Work work : comparison.works()) {
                    progress.now("measuring " + comparison.group() + ": " + work.title());
                    results.addAll(measuring.measure(comparison, work));
                }
            }
            return new Report("datapath", here, proof, results, skipped, List.of(effort.text()));
        }
    }

    private List<Comparison> comparisons(BenchLab lab) throws IOException, BenchFailure {
        Site site = lab.site();
        Map<String, PodRow> pods = lab.pods();
        Network one = naru("naru, 1 entry", pods, "one-client", "one-server");
        Network many = naru("naru, 10,000 entries", pods, "many-client", "many-server");
        Network far = naru("naru, 10,000 entries", pods, "many-client", "far-server");
        List<Network> networks = new ArrayList<>(List.of(VethPair.make(site)));
        networks.addAll(peers(site));
        networks.add(one);
        networks.add(many);
        return List.of(
                new Comparison("one node", networks, pace.works(), many, ONE_NODE, one),
                new Comparison(
                        "two nodes",
                        List.of(DirectNodes.make(site), far),
                        pace.works(),
                        far,
                        TWO_NODES,
                        null));
    }

    private static Network naru(String name, Map<String, PodRow> pods, String client, String server)
            throws BenchFailure {
        PodRow from = pods.get("bench/" + client);
        PodRow to = pods.get("bench/" + server);
        if (from == null || to == null) {
            throw new BenchFailure("the lab has no pod " + (from == null ? client : server));
        }
        return new Network(name, Path.of(from.netns()), Path.of(to.netns()), to.ip());
    }

    private List<Network> peers(Site site) throws IOException {
        List<Network> peers = new ArrayList<>();
        for (String type : List.of("bridge", "ptp")) {
            Optional<CniPeer> peer = CniPeer.find(type);
            if (peer.isPresent()) {
                peers.add(peer.get().make(site));
            } else {
                skipped.add(type + " + host-local: " + CniPeer.PACKAGE + " is not installed");
            }
        }
        try {
            peers.add(RoutedPolicy.make(site));
        } catch (IOException e) {
            skipped.add("routed veths, iptables: " + e.getMessage());
        }
        return peers;
    }
}
