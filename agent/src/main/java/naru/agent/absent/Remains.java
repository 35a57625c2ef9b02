package naru.agent.absent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import naru.datapath.PinnedDatapath;
import naru.datapath.PinnedDatapath.Bound;
import naru.linux.netlink.Link;
import naru.linux.netlink.Netlink;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;

/**
 * What an agent that does not answer has left, and what that means for the pods. Changes nothing.
 */
final class Remains {

    static final List<String> CHECKS = List.of("agent", "pins", "programs-attached");

    private final Places places;
    private final List<Finding> found = new ArrayList<>();

    /**
     * Where the agent had what.
     *
     * @param start the command that starts one
     */
    record Places(String node, Path socket, Path state, Path bpfRoot, String start) {}

    Remains(Places places) {
        this.places = places;
    }

    /** In the node's namespaces. */
    DoctorReply examine() throws IOException {
        List<Link> devices;
        try (Netlink netlink = Netlink.open()) {
            devices =
                    netlink.links().stream()
                            .filter(link -> link.name().matches("naru[0-9a-f]{8}"))
                            .toList();
        }
        agent(devices.size());
        PinnedDatapath pinned = new PinnedDatapath(places.bpfRoot());
        if (pinned.exists()) {
            devices.forEach(device -> programs(device, pinned.bound(device.index())));
        } else if (!devices.isEmpty()) {
            found.add(
                    finding(
                            "pins",
                            "nothing that an agent pinned is there: the next one begins anew",
                            places.bpfRoot().toString(),
                            "no maps in a bpf file system there",
                            "the bpf file system was unmounted or emptied",
                            "start the agent: " + places.start()));
        }
        return new DoctorReply(
                places.node(),
                "",
                CHECKS,
                new DoctorReply.State(devices.size(), -1, 0, "", -1),
                List.copyOf(found));
    }

    private void agent(int devices) throws IOException {
        List<Long> processes = processes();
        String socket =
                Files.exists(places.socket()) ? "its socket is there" : "there is no socket";
        String process =
                processes.isEmpty()
                        ? "no process of an agent with this socket"
                        : "process " + processes + " runs";
        found.add(
                finding(
                        "agent",
                        "no agent answers: pods keep what they have, but no pod can be started and"
                                + " no policy changes",
                        places.socket().toString(),
                        "%s; %s; %d devices of pods".formatted(process, socket, devices),
                        processes.isEmpty()
                                ? "it ended, was killed, or was never started; its log says why"
                                : "it starts, hangs or has no CPU",
                        processes.isEmpty()
                                ? places.start()
                                : "look at what it does: jstack " + processes.getFirst()));
    }

    /** Agents with this socket, as this process sees processes. */
    private List<Long> processes() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : all) {
                if (isAgent(process)) {
                    pids.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return pids;
    }

    private boolean isAgent(Path process) {
        try {
            String command = Files.readString(process.resolve("cmdline"));
            return command.contains("naru.agent.AgentMain\0")
                    && (command.contains(places.socket() + "\0")
                            || !command.contains("\0--socket"));
        } catch (IOException e) {
            return false;
        }
    }

    private void programs(Link device, List<Bound> bound) {
        for (String hook : List.of("pod_egress", "pod_ingress")) {
            List<Bound> there = bound.stream().filter(b -> b.hook().equals(hook)).toList();
            if (there.isEmpty()) {
                found.add(
                        finding(
                                "programs-attached",
                                "packets pass unchecked: a program is missing",
                                device.name(),
                                "the kernel runs no " + hook + " there",
                                "somebody detached it, and no agent puts it back",
                                "start the agent: " + places.start()));
            }
            there.stream()
                    .filter(b -> !b.order().isEmpty() && b.order().getFirst() != b.program())
                    .map(b -> overtaken(device, b))
                    .forEach(found::add);
        }
    }

    private static Finding overtaken(Link device, Bound bound) {
        return finding(
                "programs-attached",
                "another program sees packets before " + bound.hook(),
                device.name(),
                "programs in their order: "
                        + bound.order().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                "somebody attached it in front",
                "bpftool prog show id " + bound.order().getFirst() + " tells whose it is");
    }

    private static Finding finding(
            String check, String symptom, String where, String evidence, String cause, String fix) {
        return new Finding(check, symptom, where, evidence, cause, fix);
    }
}
