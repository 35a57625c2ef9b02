package naru.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.LibC;
import naru.testkit.CObject;
import naru.testkit.ThrowAwayNetns;

/** A program of somebody else, on its way to the pods of a node. */
final class ForeignProgram implements AutoCloseable {

    private final ThrowAwayNetns node;
    private final BpfObject object;
    private final BpfProgram program;
    private final List<TcxLink> links = new ArrayList<>();

    private ForeignProgram(ThrowAwayNetns node, String verdict) {
        this.node = node;
        byte[] bytes =
                CObject.compile(
                        "SEC(\"tc\") int foreign(struct __sk_buff *skb) { return %s; }"
                                .formatted(verdict));
        object = BpfObject.open("foreign", bytes, Path.of("/sys/fs/bpf"));
        object.load();
        program = object.program("foreign");
    }

    /** It leaves each packet to the next one. */
    static ForeignProgram thatPassesOn(ThrowAwayNetns node) {
        return new ForeignProgram(node, "-1");
    }

    /** It lets each packet pass, and nobody after it sees it. */
    static ForeignProgram thatLetsAllPass(ThrowAwayNetns node) {
        return new ForeignProgram(node, "0");
    }

    /** Before all others, among what a pod gets. */
    void putFirst(String device) throws Exception {
        links.add(
                node.call(
                        () ->
                                TcxLink.attach(
                                        program, LibC.ifNameToIndex(device), HookPoint.EGRESS)));
    }

    /** The programs that see what a pod gets, one after the other. */
    List<String> order(String device) throws Exception {
        return node.call(
                () ->
                        TcxLink.programsOf(LibC.ifNameToIndex(device), HookPoint.EGRESS).stream()
                                .map(ForeignProgram::name)
                                .toList());
    }

    private static String name(int id) {
        try (BpfProgram found = BpfProgram.byId(id)) {
            return found.name();
        }
    }

    @Override
    public void close() {
        links.forEach(TcxLink::close);
        program.close();
        object.close();
    }
}
