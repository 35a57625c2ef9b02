@NullMarked
package naru.bench.load;

import org.jspecify.annotations.NullMarked;
