package naru.agent.doctor;

/**
 * Something that is not as it should be, for people.
 *
 * @param check the {@link Check#name} of who found it
 * @param symptom what somebody would notice, in one sentence without a full stop
 * @param where device, pod, file or map
 * @param evidence what was seen, as the kernel or the file has it
 * @param cause why it is so, as far as can be told; may be empty
 * @param fix what to do: a command where there is one
 */
public record Finding(
        String check, String symptom, String where, String evidence, String cause, String fix) {

    /** True of two that tell of the same thing, though what was seen may have moved on. */
    boolean isSameAs(Finding other) {
        return check.equals(other.check)
                && symptom.equals(other.symptom)
                && where.equals(other.where);
    }
}
