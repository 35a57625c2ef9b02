package naru.agent.drift;

import java.util.Collection;
import java.util.function.Supplier;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.NodeDevices;
import naru.apply.device.Uplink;
import naru.linux.sysctl.Sysctl;

/** The settings by which this node passes packets on. */
public final class SettingWatch implements Watch {

    private final NodeDevices node;
    private final Supplier<? extends Collection<Uplink>> uplinks;
    private final RepairLog repairs;

    public SettingWatch(
            NodeDevices node, Supplier<? extends Collection<Uplink>> uplinks, RepairLog repairs) {
        this.node = node;
        this.uplinks = uplinks;
        this.repairs = repairs;
    }

    @Override
    public void look() {
        for (Sysctl setting : node.unprepared(uplinks.get())) {
            if (repairs.isDue(RepairKind.SYSCTL, setting.path()) && setting.write("1")) {
                repairs.note(RepairKind.SYSCTL, setting.path(), "0", "set to 1");
            }
        }
    }
}
