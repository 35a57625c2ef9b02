/** The agent's configuration, from file, environment and flags. */
@NullMarked
package naru.watch.config;

import org.jspecify.annotations.NullMarked;
