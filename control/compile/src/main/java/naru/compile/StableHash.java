package naru.compile;

/**
 * A hash that is the same on every node and in every version: FNV-1a, then mixed so that each bit
 * counts.
 */
final class StableHash {

    private StableHash() {}

    static int of(String text) {
        return (int) (wide(text) >>> 32);
    }

    static long wide(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
