package naru.datapath;

/** How programs are bound to devices. */
public enum AttachMode {
    /** By tcx links, which are pinned; kernel 6.6. */
    TCX,
    /** As filters of the clsact queueing discipline. */
    CLSACT,
    /** By tcx where the kernel has it, else by clsact. */
    AUTO
}
