@NullMarked
package naru.bench;

import org.jspecify.annotations.NullMarked;
