/** Stories of large clusters. */
@NullMarked
package naru.bench.scale;

import org.jspecify.annotations.NullMarked;
