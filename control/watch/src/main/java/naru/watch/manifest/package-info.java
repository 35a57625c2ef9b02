/** Kubernetes manifests: read, checked as the API server checks them, written. */
@NullMarked
package naru.watch.manifest;

import org.jspecify.annotations.NullMarked;
