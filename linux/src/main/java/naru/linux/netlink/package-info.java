/** Links, addresses, routes and neighbours of the kernel, asked and changed over rtnetlink. */
@NullMarked
package naru.linux.netlink;

import org.jspecify.annotations.NullMarked;
