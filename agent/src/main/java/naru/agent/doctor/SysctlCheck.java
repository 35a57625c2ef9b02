package naru.agent.doctor;

import java.util.List;
import java.util.function.Supplier;
import naru.apply.device.NodeDevices;
import naru.apply.device.Uplink;
import naru.linux.sysctl.Sysctl;

/** The kernel's settings without which it passes no packets on. */
public final class SysctlCheck implements Check {

    private final NodeDevices devices;
    private final Supplier<List<Uplink>> uplinks;

    public SysctlCheck(NodeDevices devices, Supplier<List<Uplink>> uplinks) {
        this.devices = devices;
        this.uplinks = uplinks;
    }

    @Override
    public String name() {
        return "sysctls";
    }

    @Override
    public List<Finding> look() {
        return devices.unprepared(uplinks.get()).stream().map(this::finding).toList();
    }

    private Finding finding(Sysctl sysctl) {
        String key = sysctl.path().replace('/', '.');
        return new Finding(
                name(),
                "this node does not pass packets of pods on",
                sysctl.toString(),
                "it is " + sysctl.read().orElse("not there") + ", and has to be 1",
                "somebody set it after the agent did, often a tool that applies /etc/sysctl.d anew",
                "sysctl -w " + key + "=1, and the same in /etc/sysctl.d");
    }
}
