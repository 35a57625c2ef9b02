/** Clients and servers that take turns, and what they report. */
@NullMarked
package naru.bench.load;

import org.jspecify.annotations.NullMarked;
