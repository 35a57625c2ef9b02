/** What the kernel's tables should hold, row by row, with how far that has got. */
@NullMarked
package naru.desired;

import org.jspecify.annotations.NullMarked;
