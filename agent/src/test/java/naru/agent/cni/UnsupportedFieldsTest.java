package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import naru.wire.Json;
import org.junit.jupiter.api.Test;

/** What a pod wishes for and would not get is said, with what to do about it. */
class UnsupportedFieldsTest {

    @Test
    void aHostPortIsRefusedAndTheWaysOutAreNamed() {
        CniFailure failure =
                refused(
                        "{\"portMappings\":[{\"hostPort\":0,\"containerPort\":1},"
                                + "{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}");
        assertThat(failure).hasMessageContaining("portMappings").hasMessageContaining("8080");
        assertThat(failure.details()).contains("hostPort", "portmap", "Service");
    }

    @Test
    void containerdSpellsItsKeysInItsOwnWay() {
        refused("{\"portMappings\":[{\"HostPort\":8080,\"ContainerPort\":80,\"HostIP\":\"\"}]}");
        assertPasses("{\"portMappings\":[{\"HostPort\":0,\"ContainerPort\":80}]}");
        refused("{\"bandwidth\":{\"IngressRate\":1000000}}");
    }

    @Test
    void portsThatAreNotMappedAreNoWish() {
        assertPasses("{\"portMappings\":[{\"hostPort\":0,\"containerPort\":80}]}");
        assertPasses("{\"portMappings\":[]}");
        assertPasses("{\"portMappings\":null}");
    }

    @Test
    void aLimitOfBandwidthIsRefusedAndTheAnnotationsAreNamed() {
        CniFailure failure = refused("{\"bandwidth\":{\"ingressRate\":1000000}}");
        assertThat(failure).hasMessageContaining("bandwidth").hasMessageContaining("1000000");
        assertThat(failure.details())
                .contains("kubernetes.io/ingress-bandwidth", "kubernetes.io/egress-bandwidth");
        refused("{\"bandwidth\":{\"egressRate\":1}}");
        assertPasses("{\"bandwidth\":{\"ingressRate\":0,\"egressRate\":0}}");
    }

    @Test
    void whateverElseWouldChangeThePodIsRefused() {
        for (String wish :
                new String[] {
                    "\"ips\":[\"10.0.0.9\"]",
                    "\"mac\":\"02:00:00:00:00:01\"",
                    "\"ipRanges\":[[{\"subnet\":\"10.0.0.0/8\"}]]",
                    "\"aliases\":[\"db\"]",
                    "\"deviceID\":\"0000:04:00.5\"",
                    "\"tomorrow\":1",
                    "\"portMappings\":\"8080:80\"",
                    "\"portMappings\":[8080]",
                    "\"bandwidth\":7"
                }) {
            String name = wish.substring(1, wish.indexOf('"', 1));
            assertThat(refused("{" + wish + "}"))
                    .hasMessageContaining("runtimeConfig." + name)
                    .hasMessageContaining(wish.substring(name.length() + 3));
        }
    }

    @Test
    void whatOnlyInformsPasses() {
        assertPasses("{\"dns\":{\"servers\":[\"10.0.0.10\"]},\"cgroupPath\":\"/kubepods/x\"}");
        assertPasses("{\"ips\":[],\"mac\":\"\",\"aliases\":null}");
    }

    private static CniFailure refused(String runtimeConfig) {
        CniFailure failure = catchThrowableOfType(CniFailure.class, () -> refuse(runtimeConfig));
        assertThat(failure.error()).isEqualTo(CniError.UNSUPPORTED_FIELD);
        return failure;
    }

    private static void assertPasses(String runtimeConfig) {
        assertThatCode(() -> refuse(runtimeConfig)).doesNotThrowAnyException();
    }

    private static void refuse(String runtimeConfig) throws CniFailure, JsonProcessingException {
        UnsupportedFields.refuse(Json.parse("{\"runtimeConfig\":" + runtimeConfig + "}"));
    }
}
