package naru.linux.layout;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types in the .BTF section of an object file (Documentation/bpf/btf.rst). */
public final class BtfFile {

    private static final int MAGIC = 0xeb9f;

    private final ByteBuffer data;
    private final int strings;
    private final List<BtfType> types = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if the object has no readable type information
     */
    public BtfFile(byte[] objectFile) {
        this(section(objectFile));
    }

    /**
     * Type information alone, as the kernel gives it back.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    public static BtfFile ofKernel(byte[] typeInformation) {
        return new BtfFile(ofThisMachine(typeInformation));
    }

    private BtfFile(ByteBuffer data) {
        this.data = data;
        try {
            this.strings = data.getInt(4) + data.getInt(16);
            readTypes();
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw broken(e);
        }
    }

    private static ByteBuffer section(byte[] objectFile) {
        ElfFile elf = new ElfFile(objectFile);
        ElfFile.Section section =
                elf.section(".BTF")
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no .BTF section: compile with clang -g"));
        return ofThisMachine(elf.content(section));
    }

    private static ByteBuffer ofThisMachine(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (data.limit() < 2 || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
            throw new IllegalArgumentException("no BTF of this machine's byte order");
        }
        return data;
    }

    private static IllegalArgumentException broken(RuntimeException cause) {
        return new IllegalArgumentException("type information that is cut short or broken", cause);
    }

    private void readTypes() {
        int begin = data.getInt(4) + data.getInt(8);
        types.add(new BtfType.Other()); // number 0 is void
        data.position(begin);
        while (data.position() < begin + data.getInt(12)) {
            types.add(readType());
        }
    }

    private BtfType readType() {
        String name = string(data.getInt());
        int info = data.getInt();
        int sizeOrType = data.getInt();
        int count = info & 0xffff;
        boolean flag = info < 0;
        return switch (info >> 24 & 0x1f) {
            case 1 -> {
                data.getInt(); // encoding
                yield new BtfType.Int(name, sizeOrType);
            }
            case 3 -> readArray();
            case 4 -> readStruct(name, sizeOrType, count, flag);
            case 6 -> readEnum(name, sizeOrType, count);
            case 8 -> new BtfType.Typedef(name, sizeOrType);
            case 9, 10, 11, 18 -> new BtfType.Qualified(sizeOrType);
            case 5 -> skip(12 * count); // union
            case 13 -> skip(8 * count); // function prototype
            case 14, 17 -> skip(4); // variable, declaration tag
            case 15, 19 -> skip(12 * count); // section, 64-bit enum
            case 2, 7, 12, 16 -> new BtfType.Other(); // pointer, forward, function, float
            default ->
                    throw new IllegalArgumentException(
                            "BTF kind " + (info >> 24 & 0x1f) + " of type " + types.size());
        };
    }

    private BtfType readArray() {
        int type = data.getInt();
        data.getInt(); // type of the index
        return new BtfType.Array(type, data.getInt());
    }

    private BtfType readStruct(String name, int size, int count, boolean bitfields) {
        List<BtfType.Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String member = string(data.getInt());
            int type = data.getInt();
            int offset = data.getInt();
            boolean bitfield = bitfields && offset >>> 24 != 0;
            members.add(
                    new BtfType.Member(
                            member, type, bitfields ? offset & 0xffffff : offset, bitfield));
        }
        return new BtfType.Struct(name, size, List.copyOf(members));
    }

    private BtfType readEnum(String name, int size, int count) {
        List<BtfType.Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(new BtfType.Value(string(data.getInt()), data.getInt()));
        }
        return new BtfType.Enumeration(name, size, List.copyOf(values));
    }

    private BtfType skip(int bytes) {
        data.position(data.position() + bytes);
        return new BtfType.Other();
    }

    private String string(int offset) {
        int at = strings + offset;
        int end = at;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), at, end - at, StandardCharsets.UTF_8);
    }

    /** The shapes of all named structs with fields that Java can hold, in the order of the file. */
    public List<StructShape> structs() {
        List<StructShape> shapes = new ArrayList<>();
        for (BtfType type : types) {
            if (type instanceof BtfType.Struct struct && !struct.name().isEmpty()) {
                shapes.add(shape(struct));
            }
        }
        return shapes;
    }

    /** How a type is laid out, down to plain numbers; 0 is no type and has no bytes. */
    public FlatShape flat(int number) {
        return new FlatTypes(types).flat(number);
    }

    /** How the struct of a tag is laid out, down to plain numbers. */
    public Optional<FlatShape> flat(String struct) {
        for (int number = 0; number < types.size(); number++) {
            if (types.get(number) instanceof BtfType.Struct(String name, int _, var _)
                    && name.equals(struct)) {
                return Optional.of(flat(number));
            }
        }
        return Optional.empty();
    }

    /** All named enums, in the order of the file. */
    public List<EnumShape> enums() {
        List<EnumShape> shapes = new ArrayList<>();
        for (BtfType type : types) {
            if (type instanceof BtfType.Enumeration(String name, int _, var values)
                    && !name.isEmpty()) {
                shapes.add(
                        new EnumShape(
                                name,
                                values.stream()
                                        .map(v -> new EnumShape.Value(v.name(), v.number()))
                                        .toList()));
            }
        }
        return shapes;
    }

    private StructShape shape(BtfType.Struct struct) {
        return new StructShape(
                struct.name(), struct.size(), struct.members().stream().map(this::field).toList());
    }

    private BtfType type(int number) {
        if (number < 0 || number >= types.size()) {
            throw new IllegalArgumentException(
                    "type " + number + " is named, of " + types.size() + " that there are");
        }
        return types.get(number);
    }

    private StructShape.Field field(BtfType.Member member) {
        int count = 1;
        boolean network = false;
        BtfType type = type(member.type());
        String struct = "";
        for (int step = 0; step < types.size(); step++) {
            switch (type) {
                case BtfType.Typedef(String name, int target) -> {
                    network |= name.startsWith("__be");
                    type = type(target);
                }
                case BtfType.Qualified(int target) -> type = type(target);
                case BtfType.Array(int element, int elements) -> {
                    count *= elements;
                    type = type(element);
                }
                case BtfType.Int(String _, int size) -> {
                    return field(member, size, count, network, struct);
                }
                case BtfType.Enumeration(String _, int size, var _) -> {
                    return field(member, size, count, network, struct);
                }
                case BtfType.Struct nested -> {
                    return field(member, nested.size(), count, network, nested.name());
                }
                case BtfType.Other _ -> {
                    return field(member, 0, count, network, struct);
                }
            }
        }
        throw new IllegalArgumentException("the type of " + member.name() + " leads to itself");
    }

    private static StructShape.Field field(
            BtfType.Member member, int size, int count, boolean network, String struct) {
        int offset = member.bitfield() ? -1 : member.bitOffset() / 8;
        return new StructShape.Field(member.name(), offset, size, count, network, struct);
    }
}
