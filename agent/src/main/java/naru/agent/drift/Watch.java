package naru.agent.drift;

/** Looks at one kind of thing in the kernel, and puts right what others changed. One thread. */
@FunctionalInterface
public interface Watch {

    /** Looks once; all that could be put right is when it returns. */
    void look() throws Exception;
}
