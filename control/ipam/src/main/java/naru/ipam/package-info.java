/** Which pod has which address of the node's ranges. */
@NullMarked
package naru.ipam;

import org.jspecify.annotations.NullMarked;
