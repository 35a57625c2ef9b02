/** What tests share in which pods come and go by the hundred while parts of a node are killed. */
@NullMarked
package naru.testkit.churn;

import org.jspecify.annotations.NullMarked;
