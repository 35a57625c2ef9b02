package naru.agent.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who has which address, as runtimes were told: from the answer to ADD until DEL is begun. */
final class AddressLedger {

    private final Map<String, Sandbox> byAddress = new ConcurrentHashMap<>();

    void gave(String address, Sandbox to) {
        assertThat(address).as("address of %s", to).isNotEmpty();
        Sandbox other = byAddress.putIfAbsent(address, to);
        assertThat(other).as("%s was given to %s while it was another's", address, to).isNull();
    }

    void takesBack(String address) {
        byAddress.remove(address);
    }
}
