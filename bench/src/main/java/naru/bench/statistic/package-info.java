/** Medians and how sure they are. */
@NullMarked
package naru.bench.statistic;

import org.jspecify.annotations.NullMarked;
