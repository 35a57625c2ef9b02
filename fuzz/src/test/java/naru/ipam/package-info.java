/** What may lie among the allocations. */
@NullMarked
package naru.ipam;

import org.jspecify.annotations.NullMarked;
