package naru.compile;

/**
 * What was done so far; differences tell what one event cost.
 *
 * @param selectorEvaluations how often a label selector was held against an identity
 * @param entryChanges how often a rule was added to a policy entry or taken from it
 * @param prefixChanges how often the set of blocks of a prefix was computed
 */
public record Work(long selectorEvaluations, long entryChanges, long prefixChanges) {}
