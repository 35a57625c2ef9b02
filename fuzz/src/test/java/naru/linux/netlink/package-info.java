/** What the kernel may answer. */
@NullMarked
package naru.linux.netlink;

import org.jspecify.annotations.NullMarked;
