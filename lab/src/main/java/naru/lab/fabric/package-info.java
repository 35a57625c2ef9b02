/** The underlay: bridges, a router and cables between them, in a namespace of its own. */
@NullMarked
package naru.lab.fabric;

import org.jspecify.annotations.NullMarked;
