package naru.linux.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries values from one shape to another by the names of their fields. A field that only the new
 * shape has is 0, one that only the old one has is left behind; padding is neither. Numbers may get
 * wider; where one would have to get narrower than what it holds, the value can't be carried.
 */
public final class FieldCopy {

    private final int size;
    private final List<Step> steps = new ArrayList<>();

    private record Step(FlatShape.Field from, FlatShape.Field to) {}

    public FieldCopy(FlatShape from, FlatShape to) {
        this.size = to.size();
        for (FlatShape.Field field : to.fields()) {
            if (!field.padding()) {
                from.field(field.path()).ifPresent(old -> steps.add(new Step(old, field)));
            }
        }
    }

    /**
     * True if all of these fields are in both: without them a value means nothing.
     *
     * @param paths as {@link FlatShape.Field#path}
     */
    public boolean carries(Set<String> paths) {
        return steps.stream()
                .map(step -> step.to.path())
                .collect(Collectors.toSet())
                .containsAll(paths);
    }

    /** The value in the new shape; empty if a number of it does not fit. */
    public Optional<byte[]> carry(byte[] value) {
        byte[] carried = new byte[size];
        for (Step step : steps) {
            if (!copy(step, value, carried)) {
                return Optional.empty();
            }
        }
        return Optional.of(carried);
    }

    /** In the byte order of this machine, which is little-endian wherever Naru runs. */
    private static boolean copy(Step step, byte[] value, byte[] carried) {
        FlatShape.Field from = step.from;
        FlatShape.Field to = step.to;
        for (int element = 0; element < from.count(); element++) {
            for (int at = 0; at < from.size(); at++) {
                byte moved = value[from.offset() + element * from.size() + at];
                if (element < to.count() && at < to.size()) {
                    carried[to.offset() + element * to.size() + at] = moved;
                } else if (moved != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
