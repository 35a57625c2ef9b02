/** Tests. */
@NullMarked
package naru.testkit.report;

import org.jspecify.annotations.NullMarked;
