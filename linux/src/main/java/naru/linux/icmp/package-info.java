/** Echo requests. */
@NullMarked
package naru.linux.icmp;

import org.jspecify.annotations.NullMarked;
