package naru.linux.layout;

import java.util.ArrayList;
import java.util.List;

/** Takes types apart until only numbers are left. */
final class FlatTypes {

    private final List<BtfType> types;

    FlatTypes(List<BtfType> types) {
        this.types = types;
    }

    FlatShape flat(int number) {
        List<FlatShape.Field> fields = new ArrayList<>();
        int size = number == 0 ? 0 : take(number, "", 0, 1, fields, 0);
        return new FlatShape(size, fields);
    }

    /** Answers how many bytes the type has; depth: no type that C can write goes that deep. */
    private int take(
            int number, String path, int at, int count, List<FlatShape.Field> fields, int depth) {
        if (number < 0 || number >= types.size() || depth > types.size()) {
            throw new IllegalArgumentException("type " + number + " at " + path + " leads nowhere");
        }
        return switch (types.get(number)) {
            case BtfType.Int(String _, int size) -> number(path, at, size, count, fields);
            case BtfType.Enumeration(String _, int size, var _) ->
                    number(path, at, size, count, fields);
            case BtfType.Typedef(String _, int target) ->
                    take(target, path, at, count, fields, depth + 1);
            case BtfType.Qualified(int target) -> take(target, path, at, count, fields, depth + 1);
            case BtfType.Array(int element, int elements) ->
                    take(element, path, at, count * elements, fields, depth + 1);
            case BtfType.Struct struct -> struct(struct, path, at, count, fields, depth + 1);
            case BtfType.Other _ -> number(path, at, 0, count, fields);
        };
    }

    private static int number(
            String path, int at, int size, int count, List<FlatShape.Field> fields) {
        fields.add(new FlatShape.Field(path, at, size, count));
        return size * count;
    }

    private int struct(
            BtfType.Struct struct,
            String path,
            int at,
            int count,
            List<FlatShape.Field> fields,
            int depth) {
        for (int i = 0; i < count; i++) {
            String row = count == 1 ? path : path + "[" + i + "]";
            for (BtfType.Member member : struct.members()) {
                String name = row.isEmpty() ? member.name() : row + "." + member.name();
                int offset = at + i * struct.size() + member.bitOffset() / 8;
                if (member.bitfield()) {
                    number(name + "/" + member.bitOffset(), offset, 0, 1, fields);
                } else {
                    take(member.type(), name, offset, 1, fields, depth);
                }
            }
        }
        return struct.size() * count;
    }
}
