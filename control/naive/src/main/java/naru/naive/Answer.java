package naru.naive;

/** What the policies of both ends say. A connection needs both. */
public record Answer(boolean leaves, boolean enters) {

    public boolean allowed() {
        return leaves && enters;
    }
}
