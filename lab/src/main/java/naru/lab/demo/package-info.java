/** {@code naru demo}: the main job on real input, act by act, each told and then measured. */
@NullMarked
package naru.lab.demo;

import org.jspecify.annotations.NullMarked;
