package naru.compile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import naru.model.NetworkPolicy.BlockPeer;

/** A part of a rule that keeps its policy entries as they must be, from attach to detach. */
sealed interface Term {

    void attach();

    void detach();

    /** One peer that never changes; 0: everybody. */
    record Fixed(EntryWriter entries, int identity, List<PortSpan> ports) implements Term {
        @Override
        public void attach() {
            entries.add(identity, 0, ports);
        }

        @Override
        public void detach() {
            entries.remove(identity, 0, ports);
        }
    }

    /** The pods that a selector picks. */
    final class Pods implements Term, Group.Listener<Identity> {
        private final EntryWriter entries;
        private final SelectorIndex index;
        private final Selector selector;
        private final Function<Identity, List<PortSpan>> ports;

        Pods(
                EntryWriter entries,
                SelectorIndex index,
                Selector selector,
                Function<Identity, List<PortSpan>> ports) {
            this.entries = entries;
            this.index = index;
            this.selector = selector;
            this.ports = ports;
        }

        @Override
        public void attach() {
            index.attach(selector, this);
        }

        @Override
        public void detach() {
            index.detach(selector, this);
        }

        @Override
        public void joined(Identity peer) {
            entries.add(peer.number(), 0, ports.apply(peer));
        }

        @Override
        public void left(Identity peer) {
            entries.remove(peer.number(), 0, ports.apply(peer));
        }
    }

    /** The addresses of a block. */
    final class Block implements Term, Group.Listener<Integer> {
        private final EntryWriter entries;
        private final Blocks blocks;
        private final BlockPeer block;
        private final List<PortSpan> ports;

        Block(EntryWriter entries, Blocks blocks, BlockPeer block, List<PortSpan> ports) {
            this.entries = entries;
            this.blocks = blocks;
            this.block = block;
            this.ports = ports;
        }

        @Override
        public void attach() {
            blocks.attach(block, this);
        }

        @Override
        public void detach() {
            blocks.detach(block, this);
        }

        @Override
        public void joined(Integer blockSet) {
            entries.add(0, blockSet, ports);
        }

        @Override
        public void left(Integer blockSet) {
            entries.remove(0, blockSet, ports);
        }
    }

    /** The addresses of a block at pods that have a port of some name: both must hold. */
    final class NamedInBlock implements Term {
        private final EntryWriter entries;
        private final SelectorIndex index;
        private final Blocks blocks;
        private final BlockPeer block;
        private final PortName name;
        private final Set<Identity> peers = new HashSet<>();
        private final Set<Integer> blockSets = new HashSet<>();
        private final Group.Listener<Identity> ofPeers = new PeerListener();
        private final Group.Listener<Integer> ofBlock = new BlockListener();

        NamedInBlock(
                EntryWriter entries,
                SelectorIndex index,
                Blocks blocks,
                BlockPeer block,
                PortName name) {
            this.entries = entries;
            this.index = index;
            this.blocks = blocks;
            this.block = block;
            this.name = name;
        }

        @Override
        public void attach() {
            index.attach(new Selector.HasPort(name), ofPeers);
            blocks.attach(block, ofBlock);
        }

        @Override
        public void detach() {
            index.detach(new Selector.HasPort(name), ofPeers);
            blocks.detach(block, ofBlock);
        }

        private List<PortSpan> ports(Identity peer) {
            return new RulePorts(List.of(), List.of(name)).named(peer);
        }

        private final class PeerListener implements Group.Listener<Identity> {
            @Override
            public void joined(Identity peer) {
                peers.add(peer);
                blockSets.forEach(blockSet -> entries.add(peer.number(), blockSet, ports(peer)));
            }

            @Override
            public void left(Identity peer) {
                peers.remove(peer);
                blockSets.forEach(blockSet -> entries.remove(peer.number(), blockSet, ports(peer)));
            }
        }

        private final class BlockListener implements Group.Listener<Integer> {
            @Override
            public void joined(Integer blockSet) {
                blockSets.add(blockSet);
                peers.forEach(peer -> entries.add(peer.number(), blockSet, ports(peer)));
            }

            @Override
            public void left(Integer blockSet) {
                blockSets.remove(blockSet);
                peers.forEach(peer -> entries.remove(peer.number(), blockSet, ports(peer)));
            }
        }
    }
}
