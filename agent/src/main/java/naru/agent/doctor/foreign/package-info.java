/** Checks of what others do on this node: other networks, firewalls, and the system's own tools. */
@NullMarked
package naru.agent.doctor.foreign;

import org.jspecify.annotations.NullMarked;
