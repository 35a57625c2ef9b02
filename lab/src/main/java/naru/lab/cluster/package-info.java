/** What the API server of a lab keeps: the objects, and whether a new one is admitted. */
@NullMarked
package naru.lab.cluster;

import org.jspecify.annotations.NullMarked;
