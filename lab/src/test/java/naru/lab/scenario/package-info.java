/** Stories told in a lab with real connections: what policies let in, keep out, and cut. */
@NullMarked
package naru.lab.scenario;

import org.jspecify.annotations.NullMarked;
