/** What a kubelet does for pods: sandbox, CNI, command, probes. */
@NullMarked
package naru.lab.pod;

import org.jspecify.annotations.NullMarked;
