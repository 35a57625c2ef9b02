package naru.linux.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the fields of C structs in byte arrays. Used by the generated layouts. */
public final class StructBytes {

    private static final VarHandle U16 = view(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle U32 = view(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle U64 = view(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle BE16 = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BE32 = view(int[].class, ByteOrder.BIG_ENDIAN);

    private StructBytes() {}

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    /** 0 to 255. */
    public static int getU8(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    /** 0 to 65535. */
    public static int getU16(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) U16.get(bytes, at));
    }

    /** All 32 bits; a value from 2^31 on is negative. */
    public static int getU32(byte[] bytes, int at) {
        return (int) U32.get(bytes, at);
    }

    public static long getU64(byte[] bytes, int at) {
        return (long) U64.get(bytes, at);
    }

    /** From network order, 0 to 65535. */
    public static int getBe16(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) BE16.get(bytes, at));
    }

    /** From network order, all 32 bits. */
    public static int getBe32(byte[] bytes, int at) {
        return (int) BE32.get(bytes, at);
    }

    public static List<Integer> getBe32Array(byte[] bytes, int at, int count) {
        List<Integer> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            words.add(getBe32(bytes, at + 4 * i));
        }
        return List.copyOf(words);
    }

    /** At most 8 bytes as one number, the first byte being the highest: a MAC address. */
    public static long getU8Array(byte[] bytes, int at, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | getU8(bytes, at + i);
        }
        return number;
    }

    public static void putU8(byte[] bytes, int at, int value) {
        bytes[at] = (byte) inRange(value, 0xff);
    }

    public static void putU16(byte[] bytes, int at, int value) {
        U16.set(bytes, at, (short) inRange(value, 0xffff));
    }

    public static void putU32(byte[] bytes, int at, int value) {
        U32.set(bytes, at, value);
    }

    public static void putU64(byte[] bytes, int at, long value) {
        U64.set(bytes, at, value);
    }

    /** To network order. */
    public static void putBe16(byte[] bytes, int at, int value) {
        BE16.set(bytes, at, (short) inRange(value, 0xffff));
    }

    /** To network order. */
    public static void putBe32(byte[] bytes, int at, int value) {
        BE32.set(bytes, at, value);
    }

    public static void putBe32Array(byte[] bytes, int at, int count, List<Integer> words) {
        if (words.size() != count) {
            throw new IllegalArgumentException(words.size() + " words where " + count + " belong");
        }
        for (int i = 0; i < count; i++) {
            putBe32(bytes, at + 4 * i, words.get(i));
        }
    }

    public static void putU8Array(byte[] bytes, int at, int count, long number) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (number >>> 8 * (count - 1 - i));
        }
    }

    private static int inRange(int value, int highest) {
        if (value < 0 || value > highest) {
            throw new IllegalArgumentException(value + " is not in 0.." + highest);
        }
        return value;
    }
}
