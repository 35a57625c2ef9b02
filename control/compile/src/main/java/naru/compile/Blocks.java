package naru.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.BlockPeer;
import org.jspecify.annotations.Nullable;

/**
 * The block map: for each prefix that a block or an exception in use names, the number of the set
 * of blocks that cover it. A block that comes or goes touches the prefixes within its own range
 * only, and each of them gets one number for all blocks that came and went since the last {@link
 * #settle}.
 */
final class Blocks {

    /** A prefix, and how many blocks name it. */
    private static final class Region {
        int names;
        int number;
        BlockSet covering = BlockSet.NONE;
        @Nullable Set<BlockPeer> wished;

        Set<BlockPeer> wished() {
            return wished == null ? covering.blocks() : wished;
        }

        Set<BlockPeer> changing() {
            Set<BlockPeer> changing = wished == null ? new HashSet<>(covering.blocks()) : wished;
            wished = changing;
            return changing;
        }
    }

    /**
     * A block that policies name: the numbers of the sets that it is in, each with the count of its
     * prefixes.
     */
    private static final class Use {
        final Group<Integer> sets = new Group<>();
        final Map<Integer, Integer> prefixes = new HashMap<>();
        final long hash;
        boolean isLaid;

        Use(BlockPeer block) {
            this.hash = StableHash.wide(block.toString());
        }
    }

    private final NavigableMap<Ipv4Prefix, Region> regions = new TreeMap<>();
    private final Map<BlockPeer, Use> uses = new HashMap<>();
    private final Map<Ipv4Prefix, Region> unsettled = new LinkedHashMap<>();
    private final Set<BlockPeer> lifted = new HashSet<>();
    private final Published<Ipv4Prefix, Integer> published = new Published<>();
    private final Numbers<BlockSet> numbers;
    private final WorkCounter work;

    Blocks(Numbers<BlockSet> numbers, WorkCounter work) {
        this.numbers = numbers;
        this.work = work;
    }

    /** The listener hears of sets that the block is in already, and of others when it settles. */
    void attach(BlockPeer block, Group.Listener<Integer> listener) {
        Use use = uses.computeIfAbsent(block, Use::new);
        if (!use.isLaid) {
            use.isLaid = true;
            named(block).forEach(this::name);
            forEachWithin(block, region -> region.changing().add(block));
        }
        use.sets.attach(listener);
    }

    void detach(BlockPeer block, Group.Listener<Integer> listener) {
        Use use = uses.get(block);
        if (use == null) {
            return;
        }
        use.sets.detach(listener);
        if (use.sets.unheard() && use.isLaid) {
            use.isLaid = false;
            forEachWithin(block, region -> region.changing().remove(block));
            named(block).forEach(this::unname);
            lifted.add(block);
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
            region = unsettled.computeIfAbsent(prefix, _ -> new Region());
            Set<BlockPeer> around =
                    Prefixes.enclosing(regions, prefix).map(Region::wished).orElse(Set.of());
            region.wished = new HashSet<>(around);
            regions.put(prefix, region);
        }
        region.names++;
    }

    private void unname(Ipv4Prefix prefix) {
        Region region = Multimaps.known(regions, prefix);
        if (--region.names == 0) {
            regions.remove(prefix);
            region.wished = new HashSet<>();
            unsettled.put(prefix, region);
        }
    }

    /** The regions that lie in the block and in none of its exceptions. */
    private void forEachWithin(BlockPeer block, Consumer<Region> change) {
        Ipv4Prefix lowest = block.cidr();
        regions.subMap(lowest, true, lowest.last().toPrefix(), true)
                .forEach(
                        (prefix, region) -> {
                            if (block.except().stream()
                                    .noneMatch(except -> except.contains(prefix))) {
                                change.accept(region);
                                unsettled.put(prefix, region);
                            }
                        });
    }

    /** Numbers the sets of all prefixes whose blocks have changed. */
    void settle() {
        unsettled.forEach(this::settle);
        unsettled.clear();
        lifted.forEach(block -> uses.computeIfPresent(block, (_, u) -> u.isLaid ? u : null));
        lifted.clear();
    }

    private void settle(Ipv4Prefix prefix, Region region) {
        work.prefixChanged();
        published.touch(prefix);
        BlockSet left = region.covering;
        BlockSet covering = blockSet(region.wished());
        region.wished = null;
        if (covering.equals(left)) {
            return;
        }
        int before = region.number;
        region.covering = covering;
        region.number = covering.isEmpty() ? 0 : numbers.claim(covering);
        covering.blocks().forEach(block -> count(block, region.number, 1));
        if (before != 0) {
            left.blocks().forEach(block -> count(block, before, -1));
            numbers.release(left);
        }
    }

    private BlockSet blockSet(Set<BlockPeer> blocks) {
        long sum = 0;
        for (BlockPeer block : blocks) {
            sum += Multimaps.known(uses, block).hash;
        }
        return blocks.isEmpty() ? BlockSet.NONE : new BlockSet(blocks, sum);
    }

    private void count(BlockPeer block, int number, int change) {
        Use use = Multimaps.known(uses, block);
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
