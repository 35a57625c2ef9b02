/** Makes the kernel's maps equal to the desired tables, in an order that never opens a gap. */
@NullMarked
package naru.apply.map;

import org.jspecify.annotations.NullMarked;
