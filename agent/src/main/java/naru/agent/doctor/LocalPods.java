package naru.agent.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import naru.agent.loop.LivePod;

/** The pods that checks look at. */
@FunctionalInterface
public interface LocalPods {

    /** As of now. */
    List<LivePod> all() throws Exception;

    /** Their host-side devices: number to name. */
    default Map<Integer, String> devices() throws Exception {
        Map<Integer, String> devices = new TreeMap<>();
        all().forEach(pod -> devices.put(pod.ifindex(), pod.device()));
        return devices;
    }
}
