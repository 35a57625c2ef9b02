package naru.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.lab.fabric.Host;
import naru.lab.machine.NodeMachine;
import naru.lab.pod.PodRunner;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.wire.Operation.Refusal;

/** {@code exec}: how to run a command at a pod, a node or an external host. */
final class Targets {

    private final Lab lab;

    Targets(Lab lab) {
        this.lab = lab;
    }

    List<String> prefix(String target) throws Refusal {
        int slash = target.indexOf('/');
        if (slash < 1 || slash == target.length() - 1) {
            throw Refusal.usage(
                    "\"" + target + "\" is nowhere to run a command",
                    "name NAMESPACE/POD, node/NAME or ext/NAME");
        }
        String before = target.substring(0, slash);
        String name = target.substring(slash + 1);
        Optional<List<String>> found =
                switch (before) {
                    case "node" -> atNode(name);
                    case "ext" -> atExternal(name);
                    default -> Optional.empty();
                };
        return found.or(() -> atPod(before, name))
                .orElseThrow(
                        () ->
                                Refusal.failed(
                                        "there is no " + target + " in this lab, or not yet",
                                        "naru lab pods and naru lab nodes show what there is"));
    }

    private Optional<List<String>> atNode(String name) {
        return lab.node(name)
                .flatMap(node -> node.machine())
                .map(machine -> machine.prefix("init", List.of("--follow")));
    }

    private Optional<List<String>> atExternal(String name) {
        Host host = lab.external().get(name);
        if (host == null) {
            return Optional.empty();
        }
        String netns = host.netns().toString();
        String group = lab.places().daemonCgroup();
        return Optional.of(
                lab.nodeSetup()
                        .labNs()
                        .command("run", "--group", group, "--netns", netns, "--follow", "--"));
    }

    private Optional<List<String>> atPod(String namespace, String name) {
        PodRunner runner = lab.pods().get(new ObjectKey(ObjectKey.Kind.POD, namespace, name));
        if (runner == null) {
            return Optional.empty();
        }
        Pod pod = runner.spec().pod();
        Path netns = runner.places().netns();
        List<String> options = new ArrayList<>(List.of("--follow"));
        if (!pod.hostNetwork()) {
            options.addAll(List.of("--netns", netns.toString()));
        }
        Optional<NodeMachine> machine = lab.node(pod.nodeName()).flatMap(node -> node.machine());
        return machine.map(here -> here.prefix(runner.places().leaf(), options));
    }
}
