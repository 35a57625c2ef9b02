package naru.watch.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import naru.watch.config.AgentConfig.Attach;
import naru.watch.config.AgentConfig.HostIdentity;

/**
 * The keys of the agent's configuration. A value arrives as texts: several for a list, else one.
 */
enum ConfigKey {
    ATTACH(
            "attach",
            (draft, texts) -> draft.attach = ConfigValues.choice(texts, Attach.values()),
            config -> lower(config.attach())),
    DEVICES(
            "devices",
            (draft, texts) -> draft.devices = ConfigValues.devices(texts),
            config -> String.join(",", config.devices())),
    HOST_IDENTITY(
            "host-identity",
            (draft, texts) ->
                    draft.hostIdentity = ConfigValues.choice(texts, HostIdentity.values()),
            config -> lower(config.hostIdentity())),
    IDENTITY_IGNORED_LABELS(
            "identity-ignored-labels",
            (draft, texts) -> draft.identityIgnoredLabels = ConfigValues.labels(texts),
            config -> String.join(",", config.identityIgnoredLabels().patterns())),
    INSTALL_IPTABLES_RULES(
            "install-iptables-rules",
            (draft, texts) -> draft.installIptablesRules = ConfigValues.flag(texts),
            config -> String.valueOf(config.installIptablesRules())),
    IPAM_COOLDOWN(
            "ipam-cooldown",
            (draft, texts) -> draft.ipamCooldown = ConfigValues.duration(texts),
            config -> ConfigValues.show(config.ipamCooldown())),
    LOG_LEVEL(
            "log-level",
            (draft, texts) ->
                    draft.logLevel = ConfigValues.choice(texts, System.Logger.Level.values()),
            config -> lower(config.logLevel()));

    private final String key;
    private final BiConsumer<Draft, List<String>> setter;
    private final Function<AgentConfig, String> shown;

    ConfigKey(
            String key,
            BiConsumer<Draft, List<String>> setter,
            Function<AgentConfig, String> shown) {
        this.key = key;
        this.setter = setter;
        this.shown = shown;
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

        AgentConfig finish() {
            return new AgentConfig(
                    hostIdentity,
                    installIptablesRules,
                    attach,
                    devices,
                    identityIgnoredLabels,
                    logLevel,
                    ipamCooldown);
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
        setter.accept(draft, texts);
    }

    String show(AgentConfig config) {
        return shown.apply(config);
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
