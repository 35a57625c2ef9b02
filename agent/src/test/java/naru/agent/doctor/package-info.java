/** Tests of the doctor. */
@NullMarked
package naru.agent.doctor;

import org.jspecify.annotations.NullMarked;
