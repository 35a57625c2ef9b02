package naru.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.BlockPeer;

/**
 * The block map: for each prefix that a block or an exception in use names, the number of the set
 * of blocks that cover it. A block that comes or goes touches the prefixes within its own range
 * only.
 */
final class Blocks {

    /** A prefix, and how many blocks name it. */
    private static final class Region {
        int names;
        int number;
        BlockSet covering;

        Region(BlockSet covering) {
            this.covering = covering;
        }
    }

    /**
     * A block in use: the numbers of the sets that it is in, each with the count of its prefixes.
     */
    private static final class Use {
        final Group<Integer> sets = new Group<>();
        final Map<Integer, Integer> prefixes = new HashMap<>();
    }

    private final NavigableMap<Ipv4Prefix, Region> regions = new TreeMap<>();
    private final Map<BlockPeer, Use> uses = new HashMap<>();
    private final Published<Ipv4Prefix, Integer> published = new Published<>();
    private final Numbers<BlockSet> numbers;
    private final WorkCounter work;

    Blocks(Numbers<BlockSet> numbers, WorkCounter work) {
        this.numbers = numbers;
        this.work = work;
    }

    void attach(BlockPeer block, Group.Listener<Integer> listener) {
        Use use = uses.get(block);
        if (use == null) {
            use = new Use();
            uses.put(block, use);
            named(block).forEach(this::name);
            within(block)
                    .forEach(
                            (prefix, region) -> cover(prefix, region, region.covering.with(block)));
        }
        use.sets.attach(listener);
    }

    void detach(BlockPeer block, Group.Listener<Integer> listener) {
        Use use = uses.get(block);
        if (use == null) {
            return;
        }
        use.sets.detach(listener);
        if (use.sets.unheard()) {
            within(block)
                    .forEach(
                            (prefix, region) ->
                                    cover(prefix, region, region.covering.without(block)));
            named(block).forEach(this::unname);
            uses.remove(block);
        }
    }

    /** True if the block is in that set; false also if nobody uses the block. */
    boolean contains(BlockPeer block, int number) {
        Use use = uses.get(block);
        return use != null && use.sets.members().contains(number);
    }

    private static List<Ipv4Prefix> named(BlockPeer block) {
        List<Ipv4Prefix> prefixes = new ArrayList<>(block.except());
        prefixes.add(block.cidr());
        return prefixes;
    }

    private void name(Ipv4Prefix prefix) {
        Region region = regions.get(prefix);
        if (region == null) {
            region = new Region(BlockSet.NONE);
            regions.put(prefix, region);
            cover(
                    prefix,
                    region,
                    Prefixes.enclosing(regions, prefix).map(r -> r.covering).orElse(BlockSet.NONE));
        }
        region.names++;
    }

    private void unname(Ipv4Prefix prefix) {
        Region region = regions.get(prefix);
        if (region != null && --region.names == 0) {
            cover(prefix, region, BlockSet.NONE);
            regions.remove(prefix);
            published.touch(prefix);
        }
    }

    /** The regions that lie in the block and in none of its exceptions. */
    private Map<Ipv4Prefix, Region> within(BlockPeer block) {
        Map<Ipv4Prefix, Region> within = new TreeMap<>();
        Ipv4Prefix lowest = block.cidr();
        regions.subMap(lowest, true, lowest.last().toPrefix(), true)
                .forEach(
                        (prefix, region) -> {
                            if (block.except().stream()
                                    .noneMatch(except -> except.contains(prefix))) {
                                within.put(prefix, region);
                            }
                        });
        return within;
    }

    private void cover(Ipv4Prefix prefix, Region region, BlockSet covering) {
        work.prefixChanged();
        published.touch(prefix);
        int before = region.number;
        BlockSet left = region.covering;
        region.covering = covering;
        region.number = covering.isEmpty() ? 0 : numbers.claim(covering);
        for (BlockPeer block : covering.blocks()) {
            count(block, region.number, 1);
        }
        if (before != 0) {
            left.blocks().forEach(block -> count(block, before, -1));
            numbers.release(left);
        }
    }

    private void count(BlockPeer block, int number, int change) {
        Use use = uses.get(block);
        if (use == null) {
            throw new IllegalStateException(block + " covers addresses and is not in use");
        }
        if (use.prefixes.merge(number, change, (a, b) -> a + b == 0 ? null : a + b) == null) {
            use.sets.leave(number);
        } else {
            use.sets.join(number);
        }
    }

    void drain(Map<Ipv4Prefix, Integer> puts, Set<Ipv4Prefix> removals) {
        published.drain(
                prefix -> Optional.ofNullable(regions.get(prefix)).map(region -> region.number),
                puts,
                removals);
    }

    Published<Ipv4Prefix, Integer> published() {
        return published;
    }
}
