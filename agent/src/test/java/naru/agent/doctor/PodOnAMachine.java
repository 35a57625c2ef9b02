package naru.agent.doctor;

import java.net.InetAddress;
import java.nio.file.Path;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.loop.LivePod;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.IpcacheRecord;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;
import naru.model.Ipv4Address;
import naru.testkit.PrivateMachine;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A machine with a pod that has the real programs on its device, and no agent that would put things
 * right.
 */
abstract class PodOnAMachine {

    static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    static final Ipv4Address NODE = Ipv4Address.parse("172.30.0.2");
    static final Ipv4Address POD = Ipv4Address.parse("10.244.1.5");
    static final int HOST = 1;

    final PrivateMachine machine = new PrivateMachine();
    ThrowAwayNetns netns;
    Netlink node;
    Datapath datapath;
    LivePod pod;

    @BeforeEach
    void aPod() {
        machine.call(
                () -> {
                    netns = ThrowAwayNetns.create("pod");
                    node = Netlink.open();
                    Link up = node.executeAndGet(Links.add("up0", "bridge"), "up0");
                    node.execute(
                            Links.up(1),
                            Links.up(up.index()),
                            Addresses.add(up.index(), InetAddress.ofLiteral("172.30.0.2"), 24));
                    datapath = open(HostIdentityMode.KERNEL, AttachMode.TCX);
                    pod = add();
                    return true;
                });
    }

    @AfterEach
    void gone() {
        machine.run(
                () -> {
                    datapath.close();
                    node.close();
                    netns.close();
                });
        machine.close();
    }

    static Datapath open(HostIdentityMode mode, AttachMode attach) {
        return Datapath.open(new DatapathOptions(BPF_ROOT, mode, attach));
    }

    LivePod add() {
        PodInterface wanted = new PodInterface("c-x", "eth0", netns.path(), POD, NODE, 1450);
        HostVeth veth =
                new PodDevices(node).add(wanted, made -> datapath.attachEndpoint(made.index()));
        datapath.maps()
                .endpoints()
                .put(
                        POD,
                        new naru.datapath.EndpointRecord(
                                1,
                                veth.index(),
                                1001,
                                1,
                                veth.mtu(),
                                veth.podMac().orElseThrow(),
                                veth.mac()));
        datapath.maps().ipcache().put(NODE.toPrefix(), new IpcacheRecord(HOST));
        datapath.maps().ipcache().put(POD.toPrefix(), new IpcacheRecord(1001));
        datapath.maps()
                .policy()
                .put(
                        new PolicyMapKey(1, PolicyDirection.INGRESS, HOST, 0, 0, 0, 0),
                        new PolicyMapEntry(PolicyVerdict.ALLOW, 1, 1));
        EndpointRecord record =
                new EndpointRecord(
                        1,
                        "c-x",
                        "eth0",
                        "a",
                        "x",
                        "",
                        POD.toString(),
                        netns.path().toString(),
                        veth.name(),
                        true,
                        true,
                        false,
                        "");
        return new LivePod(
                record,
                new Attachment(
                        veth.index(),
                        veth.podMac().orElseThrow().bits(),
                        veth.mac().bits(),
                        veth.mtu()));
    }
}
