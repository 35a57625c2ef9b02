package naru.compile;

import java.util.List;

/** What rule numbers in policy entries stand for. */
public interface RuleTable {

    /** Sorted; empty if the number is unknown, or was given up long ago. */
    List<Origin> origins(int rule);
}
