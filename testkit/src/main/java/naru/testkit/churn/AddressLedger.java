package naru.testkit.churn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who has which address, as runtimes were told: from the answer to ADD until DEL is begun. */
public final class AddressLedger {

    private final Map<String, Object> byAddress = new ConcurrentHashMap<>();

    /**
     * @throws AssertionError if another has it, or it is none
     */
    public void gave(String address, Object to) {
        if (address.isEmpty()) {
            throw new AssertionError(to + " was given no address");
        }
        Object other = byAddress.putIfAbsent(address, to);
        if (other != null) {
            throw new AssertionError(
                    "%s was given to %s while it was another's: %s".formatted(address, to, other));
        }
    }

    public void takesBack(String address) {
        byAddress.remove(address);
    }
}
