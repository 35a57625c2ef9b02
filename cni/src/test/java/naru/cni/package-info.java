/** The relay as a process, and its installation. */
@NullMarked
package naru.cni;

import org.jspecify.annotations.NullMarked;
