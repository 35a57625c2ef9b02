/** What it costs to attach a pod and to detach it. */
@NullMarked
package naru.bench.cni;

import org.jspecify.annotations.NullMarked;
