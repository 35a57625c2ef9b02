@NullMarked
package naru.bench.policy;

import org.jspecify.annotations.NullMarked;
