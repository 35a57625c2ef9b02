/** The lab that is measured, and what its agents say. */
@NullMarked
package naru.bench.cluster;

import org.jspecify.annotations.NullMarked;
