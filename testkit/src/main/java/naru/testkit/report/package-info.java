/** Reads what Surefire wrote about the tests that ran. */
@NullMarked
package naru.testkit.report;

import org.jspecify.annotations.NullMarked;
