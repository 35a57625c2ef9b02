package naru.linux.layout;

import java.util.List;

/**
 * A type as the BTF section of an object describes it; {@code type} numbers refer to others there.
 */
sealed interface BtfType {

    /** An integer of {@code size} bytes. */
    record Int(String name, int size) implements BtfType {}

    record Array(int type, int count) implements BtfType {}

    record Struct(String name, int size, List<Member> members) implements BtfType {}

    /** A field; {@code bitOffset} counts from the struct's begin. */
    record Member(String name, int type, int bitOffset, boolean bitfield) {}

    record Enumeration(String name, int size, List<Value> values) implements BtfType {}

    record Value(String name, int number) {}

    record Typedef(String name, int type) implements BtfType {}

    /** const, volatile and such, which do not matter to a layout. */
    record Qualified(int type) implements BtfType {}

    /** What shared structs never hold: pointers, functions, sections. */
    record Other() implements BtfType {}
}
