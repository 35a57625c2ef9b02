package naru.lab.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A protobuf message by the numbers of its fields: texts, numbers and messages in it. */
final class Message {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final SortedMap<Integer, List<Object>> fields = new TreeMap<>();

    Message with(int field, String text) {
        return add(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message with(int field, long number) {
        return add(field, number);
    }

    Message with(int field, Message message) {
        return add(field, message.bytes());
    }

    Message with(int field, List<String> texts) {
        texts.forEach(text -> with(field, text));
        return this;
    }

    Message with(int field, Map<String, String> entries) {
        entries.forEach((key, value) -> with(field, new Message().with(1, key).with(2, value)));
        return this;
    }

    private Message add(int field, Object value) {
        fields.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
        return this;
    }

    /** Empty if there is none. */
    String text(int field) {
        return new String(raw(field), StandardCharsets.UTF_8);
    }

    /** Zero if there is none. */
    long number(int field) {
        return fields.containsKey(field) ? (Long) fields.get(field).getFirst() : 0;
    }

    Message message(int field) {
        return parse(raw(field));
    }

    List<Message> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(value -> parse((byte[]) value))
                .toList();
    }

    private byte[] raw(int field) {
        return fields.containsKey(field) ? (byte[]) fields.get(field).getFirst() : new byte[0];
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((field, values) -> values.forEach(value -> write(out, field, value)));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int field, Object value) {
        if (value instanceof byte[] bytes) {
            varint(out, (long) field << 3 | BYTES);
            varint(out, bytes.length);
            out.writeBytes(bytes);
        } else {
            varint(out, (long) field << 3 | VARINT);
            varint(out, (Long) value);
        }
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static Message parse(byte[] bytes) {
        Message message = new Message();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> message.add(field, varint(in));
                case FIXED64 -> message.add(field, in.getLong());
                case FIXED32 -> message.add(field, (long) in.getInt());
                case BYTES -> {
                    byte[] content = new byte[(int) varint(in)];
                    in.get(content);
                    message.add(field, content);
                }
                default -> throw new IllegalArgumentException("not a protobuf message");
            }
        }
        return message;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
