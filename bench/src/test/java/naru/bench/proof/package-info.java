@NullMarked
package naru.bench.proof;

import org.jspecify.annotations.NullMarked;
