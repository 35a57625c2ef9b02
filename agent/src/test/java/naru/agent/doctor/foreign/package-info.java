@NullMarked
package naru.agent.doctor.foreign;

import org.jspecify.annotations.NullMarked;
