/** Pods that come and go by the hundred while whatever takes part in it is killed. */
@NullMarked
package naru.agent.churn;

import org.jspecify.annotations.NullMarked;
