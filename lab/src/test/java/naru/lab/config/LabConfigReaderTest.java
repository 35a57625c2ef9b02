package naru.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import naru.lab.config.LabConfig.Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabConfigReaderTest {

    @Test
    void anEmptyFileSaysNothing() throws LabConfigException {
        assertThat(read("")).isEqualTo(LabConfig.DEFAULTS);
        assertThat(read("# nothing\n").subnets()).containsExactly(Subnet.DEFAULT);
    }

    @Test
    void everythingThatCanBeSaidIsRead() throws LabConfigException {
        LabConfig config =
                read(
                        """
                        subnets:
                          - {name: east, cidr: 172.30.1.0/24, mtu: 9000}
                          - {name: west, cidr: 172.30.2.0/24}
                        router: {podRoutes: false}
                        nodes:
                          - {name: n1, subnet: east, mtu: 1450}
                        external:
                          - {name: e1, addresses: [192.0.2.10]}
                          - {name: e2, addresses: [172.30.1.200], subnet: east}
                        agent: {host-identity: mark, install-iptables-rules: false}
                        """);
        assertThat(config.subnets()).extracting(Subnet::mtu).containsExactly(9000, 1500);
        assertThat(config.router()).isEqualTo(new LabConfig.Router(true, false));
        assertThat(config.nodes().get("n1").mtu()).contains(1450);
        assertThat(config.external()).hasSize(2);
        assertThat(config.external().get(1).subnet()).contains("east");
        assertThat(config.agent())
                .containsEntry("host-identity", "mark")
                .containsEntry("install-iptables-rules", "false");
    }

    @Test
    void aRouterCanBeLeftOut() throws LabConfigException {
        assertThat(read("router: false").router().present()).isFalse();
        assertThat(read("router: {}").router().podRoutes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subnet: []                                         | lab.yaml: unknown key subnet",
                "subnets: [{name: a, cidr: 10.0.0.0/24, vlan: 3}]   | lab.yaml.subnets[0]: unknown key vlan",
                "subnets: [{name: a, cidr: 10.0.0.0/33}]            | lab.yaml.subnets[0].cidr: \"10.0.0.0/33\"",
                "subnets: [{name: a, cidr: 10.0.0.0/31}]            | 10.0.0.0/31 is no segment",
                "subnets: [{cidr: 10.0.0.0/24}]                     | lab.yaml.subnets[0].name: this is needed",
                "external: [{name: e1}]                             | an external host needs addresses",
                "external: [{name: e1, addresses: [fd00::1]}]       | \"fd00::1\" is not an IPv4 address",
                "nodes: [{name: n1, subnet: north}]                 | there is no subnet north",
                "nodes: [{name: n1}, {name: n1}]                    | there are two nodes n1",
                "nodes: [{name: n1, mtu: 100}]                      | 100 is not a number from 576 to 65535",
                "securityGroups: [{name: g}]                        | this version has no filters",
                "router: {podroutes: true}                          | unknown key podroutes",
                "agent: [x]                                         | lab.yaml.agent: a map is needed here",
                "'a: [1'                                            | lab.yaml:",
            })
    void whatIsWrongIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LabConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void subnetsDoNotOverlap() {
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        subnets:
                                          - {name: a, cidr: 10.0.0.0/16}
                                          - {name: b, cidr: 10.0.3.0/24}
                                        """))
                .hasMessageContaining("10.0.3.0/24 overlaps 10.0.0.0/16 of a");
    }

    private static LabConfig read(String text) throws LabConfigException {
        return LabConfigReader.read("lab.yaml", text);
    }
}
