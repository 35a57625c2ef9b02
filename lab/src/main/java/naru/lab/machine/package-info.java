/** Small machines made of namespaces and cgroups, and the processes in them. */
@NullMarked
package naru.lab.machine;

import org.jspecify.annotations.NullMarked;
