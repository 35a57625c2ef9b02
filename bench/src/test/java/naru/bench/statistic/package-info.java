@NullMarked
package naru.bench.statistic;

import org.jspecify.annotations.NullMarked;
