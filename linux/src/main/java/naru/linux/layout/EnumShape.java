package naru.linux.layout;

import java.util.List;

/** A C enum: its tag and its values in the order of their declaration. */
public record EnumShape(String name, List<Value> values) {

    public EnumShape {
        values = List.copyOf(values);
    }

    /** One constant. */
    public record Value(String name, int number) {}
}
