package naru.lab.pod;

import java.nio.file.Path;
import naru.lab.machine.LabNs;
import naru.model.Pod;
import naru.wire.LabPlaces;

/**
 * What all pods of a lab are run with.
 *
 * @param unified where cgroup v2 is mounted
 * @param reports hears of each change of a pod's status
 */
public record Kubelet(LabPlaces places, LabNs labNs, Path unified, Reports reports) {

    /** Hears how pods are. */
    @FunctionalInterface
    public interface Reports {
        void changed(Pod pod, PodStatus status);
    }
}
