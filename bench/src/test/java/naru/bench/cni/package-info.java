@NullMarked
package naru.bench.cni;

import org.jspecify.annotations.NullMarked;
