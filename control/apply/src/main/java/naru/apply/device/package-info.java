/**
 * Makes the devices, routes, neighbours and settings of pods and of the node what they should be.
 */
@NullMarked
package naru.apply.device;

import org.jspecify.annotations.NullMarked;
