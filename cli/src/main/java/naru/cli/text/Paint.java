package naru.cli.text;

/** Colours, or none. */
public record Paint(boolean colors) {

    /** For files, pipes and tests. */
    public static final Paint NONE = new Paint(false);

    /** The text in the colour of its tone. */
    public String paint(Tone tone, String text) {
        if (!colors || text.isEmpty()) {
            return text;
        }
        return switch (tone) {
            case PLAIN -> text;
            case GOOD -> "\u001b[32m" + text + "\u001b[0m";
            case BAD -> "\u001b[31m" + text + "\u001b[0m";
            case FAINT -> "\u001b[2m" + text + "\u001b[0m";
            case STRONG -> "\u001b[1m" + text + "\u001b[0m";
        };
    }
}
