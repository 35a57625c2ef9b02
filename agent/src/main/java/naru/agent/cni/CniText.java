package naru.agent.cni;

/** How what a runtime wrote is repeated to people. */
final class CniText {

    /** Characters of a wrong value that are repeated. */
    private static final int SHOWN = 200;

    private CniText() {}

    static String quoted(String value) {
        return '"' + shortened(value) + '"';
    }

    static String shortened(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
