/** Tests of what finds faults by bad inputs. */
@NullMarked
package naru.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
