/** The lab's daemon: API server, scheduler and kubelet of a cluster of small machines. */
@NullMarked
package naru.lab;

import org.jspecify.annotations.NullMarked;
