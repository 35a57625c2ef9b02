package naru.watch.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import naru.model.ClusterObject;

/**
 * An object that a manifest describes.
 *
 * @param raw the whole manifest of this object, also what the model leaves out; apiVersion, kind
 *     and namespace are filled in. Not to be changed
 */
public record ManifestObject(ClusterObject object, ObjectNode raw, Place place) {}
