package naru.datapath;

import naru.linux.bpf.BpfMap;

/**
 * A map that is an array: keys are places, 32 bits in host order.
 *
 * @param <V> what its values mean
 */
abstract sealed class PlaceMap<V> extends TypedMap<Integer, V>
        permits EpochMap, EventsLostMap, FlowCountMap, FlowSweepMap, MetricsMap {

    PlaceMap(BpfMap map, int valueBytes) {
        super(map, Integer.BYTES, valueBytes);
    }

    @Override
    final byte[] writeKey(Integer key) {
        return Words.u32(key);
    }

    @Override
    final Integer readKey(byte[] bytes) {
        return Words.u32(bytes);
    }
}
