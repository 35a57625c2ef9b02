package naru.bench.cni;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import naru.bench.load.Caller;
import naru.bench.load.Caller.Call;

/**
 * A plugin that is called.
 *
 * @param name for people
 * @param caller where it is called
 * @param program its path there
 * @param input the file with its configuration
 * @param variables what every call has
 * @param pods to call it for; namespaces of its own, because what is left behind is each plugin's
 *     own
 * @param kubernetes whether it is told which pod it is
 */
record Subject(
        String name,
        Caller caller,
        Path program,
        Path input,
        Map<String, String> variables,
        List<Pod> pods,
        boolean kubernetes) {

    /**
     * A call.
     *
     * @param verb ADD or DEL
     * @param turn whose turn: another pod each time, until all had theirs; and so that no two
     *     attachments have the same container id
     */
    Call call(String verb, int turn) {
        Pod pod = pods.get(turn % pods.size());
        Map<String, String> all = new HashMap<>(variables);
        all.put("CNI_COMMAND", verb);
        all.put("CNI_CONTAINERID", "%s%04d%024d".formatted(pod.name(), turn, 0));
        all.put("CNI_NETNS", pod.netns().toString());
        all.put("CNI_IFNAME", "eth0");
        if (kubernetes) {
            all.put(
                    "CNI_ARGS",
                    "IgnoreUnknown=1;K8S_POD_NAMESPACE=bench;K8S_POD_NAME=%s;K8S_POD_UID=%s;K8S_POD_INFRA_CONTAINER_ID=%s"
                            .formatted(pod.name(), pod.uid(), all.get("CNI_CONTAINERID")));
        }
        return new Call(program, input, all);
    }

    /**
     * A pod to attach.
     *
     * @param netns an empty network namespace
     */
    record Pod(String name, String uid, Path netns) {}
}
