package naru.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import naru.cli.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "argocd/redis:6379,          argocd/redis, 6379, tcp",
        "argocd/redis:6379/TCP,      argocd/redis, 6379, tcp",
        "10.0.0.7:53/udp,            10.0.0.7,     53,   udp",
        "argocd/redis,               argocd/redis, 0,    tcp",
        "node/n2,                    node/n2,      0,    tcp",
        "argocd/redis:/icmp,         argocd/redis, 0,    icmp",
        "fd00::5,                    fd00::5,      0,    tcp",
        "[fd00::5]:80,               fd00::5,      80,   tcp",
        "kubelet:10250,              kubelet,      10250, tcp"
    })
    void aDestinationIsRead(String text, String host, int port, String protocol) {
        assertThat(Target.parse(text)).isEqualTo(new Target(host, port, protocol));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b:http", "a/b:80/", "a/b:99999", ":80", "a/b:80/tcp/x"})
    void whatCannotBeReadIsAMistakeOfUse(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }

    @Test
    void anEmptyDestinationIsRefused() {
        assertThatThrownBy(() -> Target.parse("")).isInstanceOf(CommandFailure.class);
    }
}
