package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
                    1450,
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
    void theVersionsBeforeItNameTheFamily() {
        for (CniVersion version :
                List.of(CniVersion.V0_3_0, CniVersion.V0_3_1, CniVersion.V0_4_0)) {
            JsonNode result = RESULT.toJson(version);
            assertThat(result.path("cniVersion").asText()).isEqualTo(version.number());
            assertThat(result.at("/ips/0/version").asText()).isEqualTo("4");
            assertThat(result.at("/interfaces/1").has("mtu")).isFalse();
        }
    }

    @Test
    void theNewestTellsTheMtuOfBothEnds() {
        JsonNode result = RESULT.toJson(CniVersion.V1_1_0);
        assertThat(result.path("cniVersion").asText()).isEqualTo("1.1.0");
        assertThat(result.at("/interfaces/0/mtu").asInt()).isEqualTo(1450);
        assertThat(result.at("/interfaces/1/mtu").asInt()).isEqualTo(1450);
        assertThat(result.at("/ips/0").has("version")).isFalse();
    }
}
