package naru.proof;

import naru.model.NetworkPolicy;
import naru.naive.generate.ManifestText;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/** A policy on the way that it takes in the product: written down, and read again. */
final class PolicyManifest {

    private PolicyManifest() {}

    static NetworkPolicy writtenAndRead(NetworkPolicy policy) {
        ManifestReading reading = ManifestReader.read("policy.json", ManifestText.of(policy));
        if (reading.objects().size() != 1) {
            throw new AssertionError(policy + " was not read: " + reading.problems());
        }
        return (NetworkPolicy) reading.objects().getFirst().object();
    }
}
