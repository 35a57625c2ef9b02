package naru.ipam;

/**
 * How many addresses of a pool are in which state.
 *
 * @param used held by somebody
 * @param free can be given at once
 * @param cooling freed not long ago: given only to who asks for just that one
 */
public record PoolCounts(long used, long free, long cooling) {

    @Override
    public String toString() {
        return used + " used, " + free + " free, " + cooling + " cooling";
    }
}
