/** Two ends and a way between them: plain, of other plugins, or Naru's. */
@NullMarked
package naru.bench.network;

import org.jspecify.annotations.NullMarked;
