@NullMarked
package naru.bench.report;

import org.jspecify.annotations.NullMarked;
