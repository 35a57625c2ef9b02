package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import naru.agent.cni.CniRequest.PodName;
import naru.wire.AgentRequests;
import org.junit.jupiter.api.Test;

class CniRequestReaderTest {

    private final Map<String, String> env =
            new HashMap<>(
                    Map.of(
                            "CNI_COMMAND", "ADD",
                            "CNI_CONTAINERID", "c1",
                            "CNI_IFNAME", "eth0",
                            "CNI_NETNS", "/run/netns/blue"));
    private String config = "{\"cniVersion\":\"1.0.0\",\"name\":\"naru\",\"type\":\"naru\"}";
    private String root = "";

    @Test
    void aPlainContainerNeedsNoArguments() throws CniFailure {
        CniRequest request = read();
        assertThat(request.pod()).isEmpty();
        assertThat(request.netns()).contains(Path.of("/run/netns/blue"));
    }

    @Test
    void thePathOfANamespaceIsMeantInTheMountNamespaceOfTheRelay() throws CniFailure {
        root = "/proc/77/root";
        assertThat(read().netns()).contains(Path.of("/proc/77/root/run/netns/blue"));
        assertThat(read().netnsName()).isEqualTo("/run/netns/blue");
    }

    @Test
    void aPodIsNamedByTheArguments() throws CniFailure {
        env.put("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=a;K8S_POD_NAME=b;K8S_POD_UID=u;");
        assertThat(read().pod()).contains(new PodName("a", "b", "u"));
    }

    @Test
    void delDoesWithoutANamespace() throws CniFailure {
        env.put("CNI_COMMAND", "DEL");
        env.remove("CNI_NETNS");
        assertThat(read().netns()).isEqualTo(Optional.empty());
    }

    @Test
    void aWrongEnvironmentIsNamedWithItsValue() {
        expectBad("CNI_COMMAND", "SHRUG", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_CONTAINERID", "../c", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_CONTAINERID", "", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_IFNAME", "sixteencharacter", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_IFNAME", "a/b", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_IFNAME", "..", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_NETNS", "", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_NETNS", "blue", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_ARGS", "K8S_POD_NAME", CniError.INVALID_ENVIRONMENT);
    }

    private void expectBad(String variable, String value, CniError error) {
        String before = env.put(variable, value);
        CniFailure failure = catchThrowableOfType(CniFailure.class, this::read);
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure).hasMessageContaining(variable);
        assertThat(failure).hasMessageContaining(value.substring(value.indexOf(';') + 1));
        if (before == null) {
            env.remove(variable);
        } else {
            env.put(variable, before);
        }
    }

    @Test
    void aConfigurationThatIsNoneIsADecodingFailure() {
        expectBadConfig("", CniError.DECODING_FAILURE);
        expectBadConfig("{", CniError.DECODING_FAILURE);
        expectBadConfig("[]", CniError.DECODING_FAILURE);
    }

    @Test
    void otherVersionsAreIncompatible() {
        expectBadConfig("{\"cniVersion\":\"0.2.0\",\"name\":\"n\"}", CniError.INCOMPATIBLE_VERSION);
        expectBadConfig("{\"cniVersion\":\"1.2.0\",\"name\":\"n\"}", CniError.INCOMPATIBLE_VERSION);
        expectBadConfig("{\"name\":\"n\"}", CniError.INCOMPATIBLE_VERSION);
    }

    @Test
    void aFieldThatWouldChangeWhatThePodGetsIsRefused() {
        expectBadConfig(
                "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"ipam\":{\"type\":\"host-local\"}}",
                CniError.UNSUPPORTED_FIELD);
        expectBadConfig(
                "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"ipMasq\":true}",
                CniError.UNSUPPORTED_FIELD);
    }

    @Test
    void anArgumentThatNobodyKnowsIsRefusedUnlessItMayBeIgnored() throws CniFailure {
        expectBad("CNI_ARGS", "K8S_POD_NAME=x;IP=10.0.0.9", CniError.INVALID_ENVIRONMENT);
        expectBad("CNI_ARGS", "IgnoreUnknown=0;IP=10.0.0.9", CniError.INVALID_ENVIRONMENT);
        env.put("CNI_ARGS", "IgnoreUnknown=true;IP=10.0.0.9");
        assertThat(read().pod()).isEmpty();
        env.put("CNI_ARGS", "IP=10.0.0.9");
        env.put("CNI_COMMAND", "DEL");
        assertThat(read().pod()).isEmpty();
    }

    @Test
    void emptyOnesOfTheseFieldsAreFine() throws CniFailure {
        config =
                "{\"cniVersion\":\"0.4.0\",\"name\":\"n\",\"ipMasq\":false,\"dns\":{},"
                        + "\"runtimeConfig\":{}}";
        assertThat(read().version()).isEqualTo(CniVersion.V0_4_0);
    }

    @Test
    void aNetworkWithoutAValidNameIsAnInvalidConfiguration() {
        expectBadConfig("{\"cniVersion\":\"1.0.0\"}", CniError.INVALID_CONFIG);
        expectBadConfig("{\"cniVersion\":\"1.0.0\",\"name\":\"a b\"}", CniError.INVALID_CONFIG);
    }

    @Test
    void addTakesNoPreviousResultAndCheckNeedsOne() throws CniFailure {
        String chained = "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"prevResult\":{\"ips\":[]}}";
        expectBadConfig(chained, CniError.INVALID_CONFIG);
        env.put("CNI_COMMAND", "CHECK");
        expectBadConfig(config, CniError.INVALID_CONFIG);
        config = chained;
        assertThat(read().prevResult()).isPresent();
    }

    private void expectBadConfig(String bad, CniError error) {
        String before = config;
        config = bad;
        assertThat(catchThrowableOfType(CniFailure.class, this::read).error()).isEqualTo(error);
        config = before;
    }

    private CniRequest read() throws CniFailure {
        return (CniRequest) CniRequestReader.read(new AgentRequests.Cni(root, env, config));
    }
}
