package naru.apply.device;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host end's alias says of itself, for people and for an agent that has lost its files:
 * {@code id/eth0} while ADD is under way, {@code id/eth0 12 naru shop/web} once it is answered.
 * Earlier agents never wrote more than the first word.
 *
 * @param owner container id and interface name that it was made for, as {@code id/eth0}; empty if
 *     it was not made whole; whatever somebody else has written there
 * @param answered what is known since ADD is answered
 */
public record Alias(String owner, Optional<Answered> answered) {

    /** What the kernel takes. */
    private static final int MOST_BYTES = 255;

    private static final String NONE = "-";

    private static final Pattern FORM =
            Pattern.compile("(\\S+/\\S+) ([1-9]\\d{0,4}) (\\S+)(?: (-|[^\\s/]+/[^\\s/]+))?");

    /**
     * What an endpoint is beside its device and address.
     *
     * @param slot the endpoint id, 1 to 65535
     * @param network name of the network configuration; empty for the usual one
     * @param pod {@code namespace/name}, or empty for a container without pod; not present if it
     *     didn't fit
     */
    public record Answered(int slot, String network, Optional<String> pod) {}

    /** Of a device whose ADD is under way. */
    public static Alias of(String containerId, String ifname) {
        return new Alias(PodInterface.owner(containerId, ifname), Optional.empty());
    }

    /** As somebody finds it. */
    static Alias parse(String text) {
        Matcher words = FORM.matcher(text);
        if (!words.matches()) {
            return new Alias(text, Optional.empty());
        }
        return new Alias(
                words.group(1),
                Optional.of(
                        new Answered(
                                Integer.parseInt(words.group(2)),
                                present(words.group(3)),
                                Optional.ofNullable(words.group(4)).map(Alias::present))));
    }

    private static String present(String word) {
        return word.equals(NONE) ? "" : word;
    }

    /** The same, with what is known since ADD is answered; as much of it as fits. */
    public Alias with(int slot, String network, String pod) {
        Alias all = new Alias(owner, Optional.of(new Answered(slot, network, Optional.of(pod))));
        Alias less = new Alias(owner, Optional.of(new Answered(slot, network, Optional.empty())));
        Alias least = new Alias(owner, Optional.of(new Answered(slot, "", Optional.empty())));
        if (all.fits()) {
            return all;
        }
        return less.fits() ? less : least.fits() ? least : this;
    }

    /** Short enough, and read again as what it is. */
    private boolean fits() {
        String text = text();
        return text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && parse(text).equals(this);
    }

    /** Whether a device that says this needs no change to be as this says. */
    boolean isSaidBy(Alias found) {
        return found.equals(this) || found.owner.equals(owner) && found.answered.isEmpty();
    }

    /** In the form that devices carry. */
    String text() {
        return owner + answered.map(a -> " " + a.slot + " " + word(a.network) + pod(a)).orElse("");
    }

    private static String pod(Answered answered) {
        return answered.pod.map(pod -> " " + word(pod)).orElse("");
    }

    private static String word(String text) {
        return text.isEmpty() ? NONE : text;
    }
}
