/** What other tools may print. */
@NullMarked
package naru.linux.netfilter;

import org.jspecify.annotations.NullMarked;
