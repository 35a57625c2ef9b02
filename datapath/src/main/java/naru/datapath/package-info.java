/**
 * The packet's way from Java: its maps in the cluster's words, and how its programs are loaded and
 * attached.
 */
@NullMarked
package naru.datapath;

import org.jspecify.annotations.NullMarked;
