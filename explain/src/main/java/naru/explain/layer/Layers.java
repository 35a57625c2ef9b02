package naru.explain.layer;

import java.util.List;
import naru.explain.Layer;

/** All layers that there are, in the packet's order. */
public final class Layers {

    public static final List<Layer> ALL =
            List.of(
                    new HostStackLayer(),
                    new PodEgressLayer(),
                    new RouteLayer(),
                    new WireLayer(),
                    new PodIngressLayer(),
                    new ArrivalLayer());

    private Layers() {}
}
