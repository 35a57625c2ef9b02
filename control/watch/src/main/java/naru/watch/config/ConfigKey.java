package naru.watch.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import naru.model.IgnoredLabels;
import naru.watch.config.AgentConfig.Attach;
import naru.watch.config.AgentConfig.HostIdentity;

/**
 * The keys of the agent's configuration. A value arrives as texts: several for a list, else one.
 */
enum ConfigKey {
    ATTACH("attach"),
    DEVICES("devices"),
    HOST_IDENTITY("host-identity"),
    IDENTITY_IGNORED_LABELS("identity-ignored-labels"),
    INSTALL_IPTABLES_RULES("install-iptables-rules"),
    IPAM_COOLDOWN("ipam-cooldown"),
    LOG_LEVEL("log-level"),
    METRICS_ADDRESS("metrics-address"),
    REPAIR("repair");

    private final String key;

    ConfigKey(String key) {
        this.key = key;
    }

    /** A configuration in the making. */
    static final class Draft {
        private HostIdentity hostIdentity = AgentConfig.DEFAULTS.hostIdentity();
        private boolean installIptablesRules = AgentConfig.DEFAULTS.installIptablesRules();
        private Attach attach = AgentConfig.DEFAULTS.attach();
        private List<String> devices = AgentConfig.DEFAULTS.devices();
        private IgnoredLabels identityIgnoredLabels = AgentConfig.DEFAULTS.identityIgnoredLabels();
        private System.Logger.Level logLevel = AgentConfig.DEFAULTS.logLevel();
        private Duration ipamCooldown = AgentConfig.DEFAULTS.ipamCooldown();
        private Optional<InetSocketAddress> metricsAddress = AgentConfig.DEFAULTS.metricsAddress();
        private boolean repair = AgentConfig.DEFAULTS.repair();

        AgentConfig finish() {
            return new AgentConfig(
                    hostIdentity,
                    installIptablesRules,
                    attach,
                    devices,
                    identityIgnoredLabels,
                    logLevel,
                    ipamCooldown,
                    metricsAddress,
                    repair);
        }
    }

    /** As in the file and, with two dashes before it, on the command line. */
    String key() {
        return key;
    }

    /** As in the environment. */
    String variable() {
        return "NARU_" + name();
    }

    /**
     * @throws IllegalArgumentException with a message for people if the value can't be taken
     */
    void set(Draft draft, List<String> texts) {
        switch (this) {
            case ATTACH -> draft.attach = ConfigValues.choice(texts, Attach.values());
            case DEVICES -> draft.devices = ConfigValues.devices(texts);
            case HOST_IDENTITY ->
                    draft.hostIdentity = ConfigValues.choice(texts, HostIdentity.values());
            case IDENTITY_IGNORED_LABELS ->
                    draft.identityIgnoredLabels = ConfigValues.labels(texts);
            case INSTALL_IPTABLES_RULES -> draft.installIptablesRules = ConfigValues.flag(texts);
            case IPAM_COOLDOWN -> draft.ipamCooldown = ConfigValues.duration(texts);
            case LOG_LEVEL ->
                    draft.logLevel = ConfigValues.choice(texts, System.Logger.Level.values());
            case METRICS_ADDRESS -> draft.metricsAddress = ConfigValues.address(texts);
            case REPAIR -> draft.repair = ConfigValues.flag(texts);
        }
    }

    /** The value as a person would write it. */
    String show(AgentConfig config) {
        return switch (this) {
            case ATTACH -> lower(config.attach());
            case DEVICES -> String.join(",", config.devices());
            case HOST_IDENTITY -> lower(config.hostIdentity());
            case IDENTITY_IGNORED_LABELS ->
                    String.join(",", config.identityIgnoredLabels().patterns());
            case INSTALL_IPTABLES_RULES -> String.valueOf(config.installIptablesRules());
            case IPAM_COOLDOWN -> ConfigValues.show(config.ipamCooldown());
            case LOG_LEVEL -> lower(config.logLevel());
            case METRICS_ADDRESS -> config.metricsAddress().map(ConfigValues::show).orElse("");
            case REPAIR -> String.valueOf(config.repair());
        };
    }

    static Optional<ConfigKey> named(String key) {
        return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst();
    }

    /** All keys, in alphabetical order. */
    static List<String> names() {
        return Arrays.stream(values()).map(ConfigKey::key).toList();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
