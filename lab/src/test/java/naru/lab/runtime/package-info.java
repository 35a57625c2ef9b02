/**
 * A container runtime of the distribution in a node of a lab, asking for pods' networks by itself.
 */
@NullMarked
package naru.lab.runtime;

import org.jspecify.annotations.NullMarked;
