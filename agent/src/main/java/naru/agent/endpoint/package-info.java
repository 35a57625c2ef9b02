/** The endpoints of this node: what is known of each, kept on disk before anything is made. */
@NullMarked
package naru.agent.endpoint;

import org.jspecify.annotations.NullMarked;
