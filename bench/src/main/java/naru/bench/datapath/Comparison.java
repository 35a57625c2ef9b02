package naru.bench.datapath;

import java.util.List;
import java.util.Map;
import naru.bench.load.Work;
import naru.bench.network.Network;
import naru.bench.report.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Networks that are measured beside each other.
 *
 * @param group its name
 * @param networks the first is the base
 * @param works what is measured
 * @param judged the network that limits are for
 * @param limits of its ratio to the base
 * @param alike a network with less to do whose costs should be the same as the judged one's; may be
 *     missing
 */
record Comparison(
        String group,
        List<Network> networks,
        List<Work> works,
        Network judged,
        Map<Work, Limit> limits,
        @Nullable Network alike) {

    Network base() {
        return networks.getFirst();
    }

    @Nullable Limit limit(Network network, Work work) {
        return network.equals(judged) ? limits.get(work) : null;
    }
}
