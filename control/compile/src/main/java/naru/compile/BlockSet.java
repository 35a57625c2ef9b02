package naru.compile;

import java.util.Set;
import naru.model.NetworkPolicy.BlockPeer;

/**
 * The blocks that cover a prefix.
 *
 * @param sum of the hashes of their texts, so that a set with one more or less needs no look at the
 *     others
 */
record BlockSet(Set<BlockPeer> blocks, long sum) {

    static final BlockSet NONE = new BlockSet(Set.of(), 0);

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    String canonical() {
        Canonical text = new Canonical();
        blocks.stream()
                .map(BlockPeer::toString)
                .sorted()
                .forEach(block -> text.part("block", block));
        return text.toString();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sum);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof BlockSet that && sum == that.sum && blocks.equals(that.blocks);
    }
}
