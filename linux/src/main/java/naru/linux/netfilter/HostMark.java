package naru.linux.netfilter;

/** The packet mark that says "made by this node's own stack" (datapath/abi/config.h). */
public final class HostMark {

    /** HOST_MARK under HOST_MARK_MASK. */
    public static final Mark.Masked VALUE = new Mark.Masked(0xc00, 0xf00);

    private HostMark() {}

    /** True if that is what a rule's target does, whoever wrote it. */
    public static boolean isSetBy(Rule rule) {
        return rule.target()
                .filter(target -> target.name().equals("MARK"))
                .flatMap(target -> target.option("--set-xmark"))
                .flatMap(Mark.Masked::read)
                .filter(by -> Mark.NONE.unknown(-1).xmark(by).is(VALUE) == Certainty.YES)
                .isPresent();
    }
}
