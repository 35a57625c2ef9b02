package naru.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bad inputs of good ones. The same {@link Random} makes the same of the same. */
public final class Mutator {

    private static final int MOST_EDITS = 6;
    private static final int LONGEST = 1 << 20;
    private static final int[] BYTES = {0, 1, 0x7f, 0x80, 0xff, '\n', '"', '\\', '{', '[', ' '};
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-1",
                    "1",
                    "255",
                    "256",
                    "65535",
                    "65536",
                    "2147483647",
                    "2147483648",
                    "-2147483649",
                    "4294967296",
                    "9223372036854775807",
                    "9223372036854775808",
                    "1e999",
                    "0x7f",
                    "010",
                    "1.5",
                    "9".repeat(400));
    private static final List<String> TEXTS =
            List.of(
                    "\0",
                    "\u001b[31m",
                    "\u202e",
                    "\ufeff",
                    "\ud83d\ude00",
                    "\u00e9",
                    "\r\n",
                    "%s%n",
                    "../../..",
                    "${x}",
                    "'",
                    "\"",
                    "\\u0000",
                    "\\ud800",
                    "null",
                    "true",
                    "\t");

    private final List<byte[]> seeds;
    private final List<byte[]> words;

    /**
     * @param words may be empty
     */
    public Mutator(List<byte[]> seeds, List<byte[]> words) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to mutate");
        }
        this.seeds = seeds;
        this.words = words;
    }

    /** A seed with one to six edits; now and then the mixture of two. */
    public byte[] mutant(Random random) {
        byte[] bytes = seed(random).clone();
        for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0; edits--) {
            bytes = edit(bytes, random);
        }
        return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
    }

    private byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] edit(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return piece(random);
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + length(random));
        return switch (random.nextInt(14)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(bytes, at, (byte) random.nextInt(256));
            case 2 -> with(bytes, at, (byte) BYTES[random.nextInt(BYTES.length)]);
            case 3 -> replace(bytes, at, end, new byte[0]);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> replace(bytes, at, at, piece(random));
            case 6 -> replace(bytes, at, end, piece(random));
            case 7 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 8 -> splice(bytes, at, random);
            case 9 -> number(bytes, at, random);
            case 10 -> lines(bytes, at, random);
            case 11 -> value(bytes, at, random);
            case 12 -> replace(bytes, at, at, nest(random));
            default -> replace(bytes, at, end, utf8(pick(TEXTS, random)));
        };
    }

    private static int length(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(8);
    }

    private byte[] piece(Random random) {
        if (!words.isEmpty() && random.nextInt(4) != 0) {
            return words.get(random.nextInt(words.size()));
        }
        byte[] piece = new byte[1 + random.nextInt(16)];
        random.nextBytes(piece);
        return piece;
    }

    private byte[] splice(byte[] bytes, int at, Random random) {
        byte[] other = seed(random);
        int from = random.nextInt(other.length + 1);
        return replace(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
    }

    /** The digits at or after a place become a number at some boundary. */
    private static byte[] number(byte[] bytes, int from, Random random) {
        int start = from;
        while (start < bytes.length && !isDigit(bytes[start])) {
            start++;
        }
        int end = start;
        while (end < bytes.length && isDigit(bytes[end])) {
            end++;
        }
        return replace(bytes, start, end, utf8(pick(NUMBERS, random)));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** A line is there twice, or behind another one. */
    private static byte[] lines(byte[] bytes, int at, Random random) {
        int start = lineStart(bytes, at);
        int end = lineStart(bytes, Math.min(bytes.length, lineEnd(bytes, at) + 1));
        byte[] line = Arrays.copyOfRange(bytes, start, Math.max(start, end));
        int to = lineStart(bytes, random.nextInt(bytes.length));
        byte[] more = replace(bytes, to, to, line);
        return random.nextBoolean() || to < end ? more : replace(more, start, end, new byte[0]);
    }

    private static int lineStart(byte[] bytes, int at) {
        int start = at;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int lineEnd(byte[] bytes, int at) {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** What stands between two quotes, or behind a colon, becomes something else. */
    private byte[] value(byte[] bytes, int from, Random random) {
        int start = from;
        while (start < bytes.length && bytes[start] != '"' && bytes[start] != ':') {
            start++;
        }
        start = Math.min(bytes.length, start + 1);
        int end = start;
        while (end < bytes.length && "\",\n}]".indexOf(bytes[end]) < 0) {
            end++;
        }
        byte[] other =
                switch (random.nextInt(40)) {
                    case 0 -> utf8("x".repeat(100_000));
                    case 1, 2, 3, 4 -> new byte[0];
                    case 5, 6, 7, 8, 9, 10 -> utf8(pick(NUMBERS, random));
                    case 11, 12, 13, 14, 15, 16 -> utf8(pick(TEXTS, random));
                    case 17, 18 -> utf8("x".repeat(300));
                    case 19, 20 -> utf8("{}");
                    case 21, 22 -> utf8("[]");
                    default -> piece(random);
                };
        return replace(bytes, start, end, other);
    }

    private static byte[] nest(Random random) {
        String open = pick(List.of("[", "{\"a\":", "(", "- ", "? ", "&a [", "\n {a: "), random);
        return utf8(open.repeat(random.nextInt(30) == 0 ? 5000 : 1 + random.nextInt(150)));
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone(); // it may be a word, which others will use
        changed[at] = value;
        return changed;
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] piece) {
        byte[] result = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
        return result;
    }
}
