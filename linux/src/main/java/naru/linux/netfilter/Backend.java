package naru.linux.netfilter;

/**
 * The two kernel interfaces that iptables programs. A kernel may hold rules in both, and then
 * evaluates both: an ACCEPT in one ends nothing in the other, only a DROP is final.
 */
public enum Backend {
    NFT("nft", "iptables-nft-save", "iptables-nft-restore"),
    LEGACY("legacy", "iptables-legacy-save", "iptables-legacy-restore");

    private final String word;
    private final String saveTool;
    private final String restoreTool;

    Backend(String word, String saveTool, String restoreTool) {
        this.word = word;
        this.saveTool = saveTool;
        this.restoreTool = restoreTool;
    }

    /** As people write it: nft or legacy. */
    public String word() {
        return word;
    }

    public String saveTool() {
        return saveTool;
    }

    public String restoreTool() {
        return restoreTool;
    }

    public Backend other() {
        return switch (this) {
            case NFT -> LEGACY;
            case LEGACY -> NFT;
        };
    }
}
