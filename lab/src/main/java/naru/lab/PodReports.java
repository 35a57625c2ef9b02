package naru.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import naru.lab.cluster.Cluster;
import naru.lab.pod.Kubelet;
import naru.lab.pod.PodStatus;
import naru.model.Ipv4Address;
import naru.model.Pod;

/** Writes how pods are into their objects, as kubelets do. */
final class PodReports implements Kubelet.Reports {

    private static final System.Logger LOG = System.getLogger("naru.lab");

    private final Cluster cluster;

    PodReports(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void changed(Pod pod, PodStatus status) {
        try {
            cluster.change(pod.key(), pod.uid(), raw -> write(raw, status));
            cluster.commit();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the status of " + pod.key() + " is lost", e);
        }
    }

    private static void write(ObjectNode raw, PodStatus status) {
        ObjectNode written = raw.putObject("status");
        written.put("phase", status.phase());
        if (!status.addresses().isEmpty()) {
            written.put("podIP", status.addresses().getFirst().toString());
            ArrayNode ips = written.putArray("podIPs");
            for (Ipv4Address address : status.addresses()) {
                ips.addObject().put("ip", address.toString());
            }
        }
        written.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", status.ready() ? "True" : "False")
                .put("message", status.trouble());
        written.putArray("containerStatuses")
                .addObject()
                .put("name", raw.path("spec").path("containers").path(0).path("name").asText())
                .put("ready", status.ready())
                .put("restartCount", status.restarts());
    }
}
