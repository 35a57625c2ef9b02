package naru.cli.text;

/** What a piece of text means to its reader; {@link Paint} turns it into colour. */
public enum Tone {
    PLAIN,
    GOOD,
    BAD,
    FAINT,
    STRONG
}
