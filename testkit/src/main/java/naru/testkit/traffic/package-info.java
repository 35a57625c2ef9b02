/** Numbered traffic between namespaces, of which a test can say what became of each part. */
@NullMarked
package naru.testkit.traffic;

import org.jspecify.annotations.NullMarked;
