/** What is wrong with this node: checks of what the kernel does, made when somebody asks. */
@NullMarked
package naru.agent.doctor;

import org.jspecify.annotations.NullMarked;
