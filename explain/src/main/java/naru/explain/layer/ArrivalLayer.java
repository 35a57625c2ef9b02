package naru.explain.layer;

import java.util.List;
import naru.explain.Confidence;
import naru.explain.End;
import naru.explain.Layer;
import naru.explain.Step;
import naru.explain.Verdict;
import naru.explain.Walk;

/** Where the packet ends. Whether somebody listens there is not looked at. */
final class ArrivalLayer implements Layer {

    @Override
    public void walk(Walk walk) {
        End to = walk.question().destination();
        String finding =
                switch (to) {
                    case End.Pod _ -> "delivered; replies pass without being asked";
                    case End.Host _ ->
                            "delivered to the node's own stack, where no pod policy is asked";
                    case End.Outside _ -> "it has left the cluster";
                };
        walk.hop(
                "end",
                to.node(),
                to.name() + to.address().map(address -> " " + address).orElse(""),
                Confidence.INFERRED,
                List.of(Step.of("arrival", Verdict.PASS, finding)));
    }
}
