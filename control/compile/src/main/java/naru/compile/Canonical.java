package naru.compile;

/** Builds texts of which two are equal only if all their parts are. */
final class Canonical {

    private final StringBuilder text = new StringBuilder();

    Canonical part(String name, Object... values) {
        text.append(text.isEmpty() ? "" : ";").append(name);
        for (Object value : values) {
            escape(text.append(' '), value.toString());
        }
        return this;
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ';' || c == ' ' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
