/** What a packet costs. */
@NullMarked
package naru.bench.datapath;

import org.jspecify.annotations.NullMarked;
