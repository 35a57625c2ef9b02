package naru.desired;

/** How far a row has got on its way into the kernel. */
public sealed interface Status {

    /** Not tried yet. */
    record Pending() implements Status {}

    /** The kernel holds it. */
    record Done() implements Status {}

    /** The kernel refused it; it is tried again when something changes. */
    record Failed(String reason) implements Status {}

    Status PENDING = new Pending();
    Status DONE = new Done();
}
