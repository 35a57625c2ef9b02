package naru.lab.scenario;

/**
 * One probe of a coverage row, in words.
 *
 * @param way who begins
 * @param peer the other end, {@code friend}, {@code other/friend}, {@code node/n2} or {@code
 *     ext/e1}; a pod without a place stands for both, on the subject's node and on another
 * @param port 0 for ICMP
 */
record Trial(Way way, Transport transport, int port, String peer, boolean allowed) {

    /** Who begins. */
    enum Way {
        /** In the direction of the cell. */
        WITH_THE_CELL,
        /** In the other direction. */
        AGAINST_THE_CELL,
        /** Always the peer. */
        TO_THE_SUBJECT
    }
}
