package naru.agent.doctor;

import java.util.List;

/**
 * One thing that a healthy node has, looked at when somebody asks and at no other time. A check
 * looks at what the kernel does, not at what was once done; one that compares asks those who know
 * what should be, and has no rule of its own.
 *
 * <p>It runs on the thread of whoever asks, in the node's network namespace; what belongs to the
 * event loop it reads there. What it finds is looked for a second time before it is said (see
 * {@link Doctor}), so that a pod which comes or goes at that moment is no finding.
 */
public interface Check {

    /** A few words with hyphens, as in {@code docs/doctor.md}; no two checks share it. */
    String name();

    /**
     * What is wrong now; empty: nothing.
     *
     * @throws Exception if it can't tell, which is a finding as well
     */
    List<Finding> look() throws Exception;
}
