package naru.lab.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import naru.cni.CniInstaller;
import naru.lab.machine.LabNs;
import naru.lab.machine.NodeMachine;
import naru.model.Ipv4Address;
import naru.model.Pod;

/**
 * Calls the CNI executable of one node as its kubelet does: inside the node, with its own files.
 */
public final class CniPlugin {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** So many calls at a time; more would only wait for each other. */
    private static final int AT_A_TIME = 8;

    private final LabNs labNs;
    private final NodeMachine machine;
    private final Semaphore turns = new Semaphore(AT_A_TIME);

    public CniPlugin(LabNs labNs, NodeMachine machine) {
        this.labNs = labNs;
        this.machine = machine;
    }

    /**
     * One attachment of a pod.
     *
     * @param capabilityArguments by capability
     */
    record Attachment(String containerId, Path netns, Pod pod, ObjectNode capabilityArguments) {}

    /** Gives the pod its {@code eth0} and returns its addresses. */
    List<Ipv4Address> add(Attachment attachment) throws CniFailure, IOException {
        JsonNode result = MAPPER.readTree(call("ADD", attachment));
        List<Ipv4Address> addresses = new ArrayList<>();
        for (JsonNode ip : result.path("ips")) {
            addresses.add(Ipv4Address.parse(ip.path("address").asText().split("/")[0]));
        }
        if (addresses.isEmpty()) {
            throw new IOException("CNI ADD gave no address: " + result);
        }
        return addresses;
    }

    /** Takes {@code eth0} away; nothing there is fine. */
    void del(Attachment attachment) throws CniFailure, IOException {
        call("DEL", attachment);
    }

    private String call(String verb, Attachment attachment) throws CniFailure, IOException {
        Path executable = CniInstaller.BIN_DIR.resolve(CniInstaller.EXECUTABLE);
        List<String> command = new ArrayList<>(machine.prefix("init", List.of()));
        command.add(executable.toString());
        turns.acquireUninterruptibly();
        LabNs.Ended ended;
        try {
            ended = labNs.run(command, pluginConfig(attachment), environment(verb, attachment));
        } finally {
            turns.release();
        }
        if (ended.exitCode() == 0) {
            return ended.output();
        }
        throw failure(verb, ended);
    }

    private static Map<String, String> environment(String verb, Attachment attachment) {
        Pod pod = attachment.pod();
        String arguments =
                "IgnoreUnknown=1;K8S_POD_NAMESPACE=%s;K8S_POD_NAME=%s;K8S_POD_UID=%s;K8S_POD_INFRA_CONTAINER_ID=%s"
                        .formatted(
                                pod.namespace(), pod.name(), pod.uid(), attachment.containerId());
        return Map.of(
                "CNI_COMMAND",
                verb,
                "CNI_CONTAINERID",
                attachment.containerId(),
                "CNI_NETNS",
                attachment.netns().toString(),
                "CNI_IFNAME",
                "eth0",
                "CNI_PATH",
                CniInstaller.BIN_DIR.toString(),
                "CNI_ARGS",
                arguments);
    }

    /** The first plugin of the node's list, as a runtime hands it over. */
    private String pluginConfig(Attachment attachment) throws IOException {
        Path file = CniInstaller.CONFIG_DIR.resolve(CniInstaller.CONFIG_FILE);
        JsonNode list = MAPPER.readTree(Files.readString(machine.file(file)));
        ObjectNode config = list.path("plugins").path(0).deepCopy();
        config.set("cniVersion", list.path("cniVersion"));
        config.set("name", list.path("name"));
        JsonNode capabilities = config.remove("capabilities");
        ObjectNode told = MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> argument : attachment.capabilityArguments.properties()) {
            if (capabilities != null && capabilities.path(argument.getKey()).asBoolean()) {
                told.set(argument.getKey(), argument.getValue());
            }
        }
        if (!told.isEmpty()) {
            config.set("runtimeConfig", told);
        }
        return MAPPER.writeValueAsString(config);
    }

    private static CniFailure failure(String verb, LabNs.Ended ended) {
        String prefix = "CNI " + verb + ": ";
        try {
            JsonNode error = MAPPER.readTree(ended.output());
            if (error.isObject()) {
                String details = error.path("details").asText();
                String message =
                        error.path("msg").asText() + (details.isEmpty() ? "" : ": " + details);
                return new CniFailure(error.path("code").asInt(), prefix + message);
            }
        } catch (JsonProcessingException e) {
            // not from the executable; said below
        }
        String said = (ended.output() + " " + ended.errors()).strip();
        return new CniFailure(0, prefix + "exit code " + ended.exitCode() + ": " + said);
    }
}
