package naru.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a containerd forgets that dies while it makes or removes a sandbox: the network namespace,
 * or what runc has made for it: cgroups, and now and then a process. It is nobody's pod any more,
 * so no pod's device may be there; and it is taken away, as a kubelet does with the cgroups of pods
 * that are gone.
 */
final class Forgotten {

    static final String NAMESPACES = "/run/netns";
    static final String CGROUPS = "/sys/fs/cgroup";

    private final RuntimeNode node;
    private final Set<String> sandboxes = new TreeSet<>();
    private int namespaces;
    private int processes;

    Forgotten(RuntimeNode node) {
        this.node = node;
    }

    /** While the runtime has no sandbox. */
    void takeAway() throws Exception {
        for (String cgroup : node.found(CGROUPS, "d").reversed()) {
            if (cgroup.contains("/k8s.io/")) {
                sandboxes.add(cgroup.substring(cgroup.lastIndexOf('/') + 1));
                takeAwayCgroup(cgroup);
            } else if (cgroup.endsWith("/k8s.io")) {
                node.in("rmdir", cgroup);
            }
        }
        for (String file : node.found(NAMESPACES, "f")) {
            takeAwayNamespace(file);
        }
    }

    private void takeAwayCgroup(String cgroup) throws Exception {
        for (String pid : node.in("cat", cgroup + "/cgroup.procs").lines().toList()) {
            String link = "nsenter --net=/proc/" + pid + "/ns/net ip -br link";
            assertNoPodIsIn(pid, node.tryIn("", Map.of(), "sh", "-c", link).output());
            node.tryIn("", Map.of(), "kill", "-9", pid);
            processes++;
        }
        RuntimeNode.eventually(cgroup + " is removed", () -> node.in("rmdir", cgroup).isEmpty());
    }

    private void takeAwayNamespace(String file) throws IOException {
        String name = file.substring(NAMESPACES.length() + 1);
        if (node.in("stat", "-f", "-c", "%T", file).equals("nsfs\n")) { // else: only its place
            assertNoPodIsIn(name, node.in("ip", "-n", name, "-br", "link"));
        }
        node.in("ip", "netns", "delete", name);
        namespaces++;
    }

    private static void assertNoPodIsIn(String what, String links) {
        List<String> devices = links.lines().map(line -> line.split("[@ ]", 2)[0]).toList();
        assertThat(devices).as("devices of forgotten %s", what).doesNotContain("eth0");
    }

    @Override
    public String toString() {
        return "%d namespaces, cgroups of %d sandboxes, %d processes"
                .formatted(namespaces, sandboxes.size(), processes);
    }
}
