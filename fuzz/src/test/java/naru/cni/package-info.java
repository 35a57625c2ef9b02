/** What the relay may meet. */
@NullMarked
package naru.cni;

import org.jspecify.annotations.NullMarked;
