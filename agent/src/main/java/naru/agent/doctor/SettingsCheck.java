package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import naru.explain.Setting;

/** Settings that are written down and not in force, because the agent has not read them yet. */
public final class SettingsCheck implements Check {

    private final Map<String, Setting> atStart;
    private final Supplier<Map<String, Setting>> now;

    /**
     * @param now reads the configuration again
     */
    public SettingsCheck(Map<String, Setting> atStart, Supplier<Map<String, Setting>> now) {
        this.atStart = atStart;
        this.now = now;
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        Map<String, Setting> written = now.get();
        atStart.forEach(
                (key, before) -> {
                    Setting after = written.getOrDefault(key, before);
                    if (!after.value().equals(before.value())) {
                        found.add(finding(before, after));
                    }
                });
        return found;
    }

    private Finding finding(Setting before, Setting after) {
        return new Finding(
                name(),
                "a setting is not in force",
                after.key(),
                "the agent runs with \"%s\"; %s says \"%s\""
                        .formatted(before.value(), after.source(), after.value()),
                "the agent reads its configuration when it starts",
                "restart the agent");
    }
}
