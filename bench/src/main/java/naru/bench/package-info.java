/** What {@code naru bench} is told, and its sections. */
@NullMarked
package naru.bench;

import org.jspecify.annotations.NullMarked;
