/** Stories of desired tables on their way into maps that a test can look into. */
@NullMarked
package naru.apply.map;

import org.jspecify.annotations.NullMarked;
