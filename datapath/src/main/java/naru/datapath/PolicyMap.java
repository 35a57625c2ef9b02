package naru.datapath;

import java.nio.file.Path;
import java.util.Optional;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyEntryLayout;
import naru.datapath.abi.PolicyKeyLayout;
import naru.datapath.abi.PolicyVerdict;

/** policy_map: the entries of all policy sets. */
public final class PolicyMap extends TypedMap<PolicyMapKey, PolicyMapEntry> {

    PolicyMap(Path maps) {
        super(open(maps, "policy_map"), PolicyKeyLayout.SIZE, PolicyEntryLayout.SIZE);
    }

    /**
     * An entry and how specific it is.
     *
     * @param portPrefix leading bits of the port that had to agree; 0 with any protocol too
     * @param anyProtocol true if the protocol did not matter
     */
    public record Matched(PolicyMapEntry entry, boolean anyProtocol, int portPrefix) {}

    /** What the programs find for a key: the longest prefix that covers it. */
    public Optional<Matched> longest(PolicyMapKey key) {
        return lookupBytes(key)
                .map(
                        bytes -> {
                            int length = PolicyEntryLayout.read(bytes).prefixLength();
                            return new Matched(
                                    readValue(bytes),
                                    length <= AbiNumbers.POLICY_PREFIX_PEER,
                                    PolicyMapKey.portPrefix(length));
                        });
    }

    @Override
    byte[] writeKey(PolicyMapKey key) {
        return new PolicyKeyLayout(
                        key.prefixLength(),
                        key.policySet(),
                        key.identity(),
                        key.blockSet(),
                        key.direction().number(),
                        key.protocol(),
                        key.port())
                .toBytes();
    }

    @Override
    PolicyMapKey readKey(byte[] bytes) {
        PolicyKeyLayout layout = PolicyKeyLayout.read(bytes);
        return new PolicyMapKey(
                layout.policySet(),
                PolicyDirection.of(layout.direction()).orElseThrow(),
                layout.identity(),
                layout.blockSet(),
                layout.protocol(),
                layout.port(),
                PolicyMapKey.portPrefix(layout.prefixLength()));
    }

    /** The value repeats its key's prefix length, so that a program knows which entry it found. */
    @Override
    byte[] writeValue(PolicyMapKey key, PolicyMapEntry value) {
        return new PolicyEntryLayout(
                        value.precedence(),
                        value.rule(),
                        value.proxyPort(),
                        value.verdict().number(),
                        key.prefixLength())
                .toBytes();
    }

    @Override
    PolicyMapEntry readValue(byte[] bytes) {
        PolicyEntryLayout layout = PolicyEntryLayout.read(bytes);
        return new PolicyMapEntry(
                PolicyVerdict.of(layout.verdict()).orElseThrow(),
                layout.precedence(),
                layout.rule(),
                layout.proxyPort());
    }

    @Override
    boolean isWished() {
        return true;
    }
}
