/** What lets pods' packets pass a firewall that drops whatever nobody let through. */
@NullMarked
package naru.apply.forward;

import org.jspecify.annotations.NullMarked;
