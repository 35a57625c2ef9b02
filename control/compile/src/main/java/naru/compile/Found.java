package naru.compile;

import naru.model.Ipv4Prefix;

/** What a longest-prefix look-up found, and under which prefix. */
public record Found<V>(Ipv4Prefix prefix, V value) {}
