/** What commands and agents take to start, beside a JVM that does nothing. */
@NullMarked
package naru.bench.start;

import org.jspecify.annotations.NullMarked;
