package naru.explain;

/** What could not be seen, and how to see it. */
public record Unseen(String what, String how) {}
