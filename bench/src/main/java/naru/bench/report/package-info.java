/** Results as a table, as Markdown and as JSON. */
@NullMarked
package naru.bench.report;

import org.jspecify.annotations.NullMarked;
