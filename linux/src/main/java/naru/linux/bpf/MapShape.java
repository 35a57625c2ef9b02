package naru.linux.bpf;

import java.util.Objects;
import naru.linux.layout.BtfFile;
import naru.linux.layout.FlatShape;

/**
 * What a map has to be like for programs to use it: two maps of equal shape are interchangeable.
 *
 * @param type BPF_MAP_TYPE_*
 * @param keySize bytes
 * @param valueSize bytes, of one CPU's value
 * @param maxEntries entries that fit; a ring buffer: bytes
 * @param flags BPF_F_*
 * @param key {@link FlatShape#NONE}: not known
 * @param value {@link FlatShape#NONE}: not known
 */
public record MapShape(
        int type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        FlatShape key,
        FlatShape value) {

    /** The shape of a map in the kernel. */
    public static MapShape of(BpfMap map, KernelTypes known) {
        MapInfo info = map.info();
        FlatShape key = FlatShape.NONE;
        FlatShape value = FlatShape.NONE;
        if (info.btf() != 0) {
            BtfFile types = known.byId(info.btf());
            key = types.flat(info.keyType());
            value = types.flat(info.valueType());
        }
        return new MapShape(
                info.type(),
                info.keySize(),
                info.valueSize(),
                info.maxEntries(),
                info.flags(),
                key,
                value);
    }

    /** A ring buffer whose records have this shape, which the kernel does not know of. */
    public MapShape withRecords(FlatShape records) {
        return new MapShape(type, keySize, valueSize, maxEntries, flags, key, records);
    }

    /** Where both differ, for people; empty if they don't. */
    public String difference(MapShape other) {
        if (type != other.type) {
            return "type " + type + ", not " + other.type;
        }
        if (keySize != other.keySize || valueSize != other.valueSize) {
            return "keys of %d and values of %d bytes, not %d and %d"
                    .formatted(keySize, valueSize, other.keySize, other.valueSize);
        }
        if (maxEntries != other.maxEntries) {
            return "room for " + maxEntries + ", not " + other.maxEntries;
        }
        if (flags != other.flags) {
            return "flags " + flags + ", not " + other.flags;
        }
        boolean same = Objects.equals(key, other.key) && Objects.equals(value, other.value);
        return same ? "" : "other fields in its keys or values";
    }
}
