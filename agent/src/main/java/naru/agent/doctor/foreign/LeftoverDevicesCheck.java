package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.linux.netlink.Link;

/** Whether devices of another pod network are left: its pods, or what it takes packets away by. */
public final class LeftoverDevicesCheck implements Check {

    private final Surroundings surroundings;

    public LeftoverDevicesCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "leftover-devices";
    }

    @Override
    public List<Finding> look() {
        Map<OtherNetwork, List<String>> found = new EnumMap<>(OtherNetwork.class);
        for (Link link : surroundings.netlink().links()) {
            OtherNetwork.ofDevice(link.name())
                    .ifPresent(
                            other ->
                                    found.computeIfAbsent(other, _ -> new ArrayList<>())
                                            .add(link.name()));
        }
        return found.entrySet().stream().map(e -> finding(e.getKey(), e.getValue())).toList();
    }

    private Finding finding(OtherNetwork other, List<String> devices) {
        return new Finding(
                name(),
                "devices of another pod network are here",
                String.join(", ", devices.stream().sorted().limit(5).toList())
                        + (devices.size() > 5 ? ", …" : ""),
                devices.size() + " devices with names as " + other.title() + " gives them",
                "it was not taken away whole, or still runs: its pods are not under Naru's policies,"
                        + " and its routes may lead packets past Naru's devices",
                "make the pods behind them anew, uninstall it, then `ip link delete "
                        + devices.getFirst()
                        + "`, or start the machine anew");
    }
}
