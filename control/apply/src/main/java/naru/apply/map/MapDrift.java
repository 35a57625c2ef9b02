package naru.apply.map;

/**
 * One of the kernel's maps is not as it was left.
 *
 * @param map its name
 * @param found what is wrong, for people
 */
public record MapDrift(String map, String found) {}
