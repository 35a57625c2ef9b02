package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import naru.model.Ipv4Address;
import org.junit.jupiter.api.Test;

class CniResultTest {

    private static final CniResult RESULT =
            new CniResult(
                    "naru1",
                    "02:00:00:00:00:01",
                    "eth0",
                    "02:00:00:00:00:02",
                    "/run/netns/blue",
                    Ipv4Address.parse("10.0.0.5"),
                    Ipv4Address.parse("169.254.1.1"));

    @Test
    void theResultOfTheCurrentVersionHasNoFamilyAtItsAddresses() {
        assertThat(RESULT.toJson(CniVersion.V1_0_0))
                .hasToString(
                        "{\"cniVersion\":\"1.0.0\",\"interfaces\":["
                                + "{\"name\":\"naru1\",\"mac\":\"02:00:00:00:00:01\"},"
                                + "{\"name\":\"eth0\",\"mac\":\"02:00:00:00:00:02\","
                                + "\"sandbox\":\"/run/netns/blue\"}],"
                                + "\"ips\":[{\"interface\":1,\"address\":\"10.0.0.5/32\","
                                + "\"gateway\":\"169.254.1.1\"}],"
                                + "\"routes\":[{\"dst\":\"0.0.0.0/0\",\"gw\":\"169.254.1.1\"}],"
                                + "\"dns\":{}}");
    }

    @Test
    void theOlderVersionNamesTheFamily() {
        assertThat(RESULT.toJson(CniVersion.V0_4_0).at("/ips/0/version").asText()).isEqualTo("4");
    }
}
