/** The kernel's settings under /proc/sys. */
@NullMarked
package naru.linux.sysctl;

import org.jspecify.annotations.NullMarked;
