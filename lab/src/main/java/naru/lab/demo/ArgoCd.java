package naru.lab.demo;

import java.util.List;
import java.util.Set;

/** Argo CD's pods, and what its policies are meant to do. */
final class ArgoCd {

    static final String CONTROLLER = "argocd/argocd-application-controller-0";
    static final String REPO_SERVER = "argocd/argocd-repo-server";
    static final String SERVER = "argocd/argocd-server";
    static final String REDIS = "argocd/argocd-redis";
    static final String DEX = "argocd/argocd-dex-server";

    /** A pod of another namespace. */
    static final String VISITOR = "default/visitor";

    /** The kubelet of the node that the asked pod is on. */
    static final String KUBELET = "kubelet";

    static final List<String> SOURCES =
            List.of(VISITOR, CONTROLLER, REPO_SERVER, SERVER, REDIS, DEX, KUBELET);

    private static final Set<String> EVERYBODY = Set.copyOf(SOURCES);

    /** Its only way out is to port 53. */
    private static final String MUTE = REDIS;

    /** A port, and who is meant to reach it, as far as its own side decides. */
    record Door(String pod, int port, Set<String> welcome) {

        /** A pod's policies don't matter on its way to itself. */
        boolean isOwn(String source) {
            return source.equals(pod);
        }

        boolean admits(String source) {
            return source.equals(KUBELET) || welcome.contains(source) && !source.equals(MUTE);
        }

        String shortName() {
            return ArgoCd.shortName(pod) + ":" + port;
        }
    }

    static final List<Door> DOORS =
            List.of(
                    new Door(CONTROLLER, 8082, EVERYBODY),
                    new Door(REPO_SERVER, 8081, Set.of(SERVER, CONTROLLER)),
                    new Door(REPO_SERVER, 8084, EVERYBODY),
                    new Door(SERVER, 8080, EVERYBODY),
                    new Door(SERVER, 8083, EVERYBODY),
                    new Door(REDIS, 6379, Set.of(SERVER, REPO_SERVER, CONTROLLER)),
                    new Door(DEX, 5556, Set.of(SERVER)),
                    new Door(DEX, 5557, Set.of(SERVER)),
                    new Door(DEX, 5558, EVERYBODY));

    private ArgoCd() {}

    /** For a table. */
    static String shortName(String pod) {
        return switch (pod) {
            case CONTROLLER -> "contr.";
            case REPO_SERVER -> "repo";
            case SERVER -> "server";
            case REDIS -> "redis";
            case DEX -> "dex";
            case VISITOR -> "visitor";
            default -> pod;
        };
    }
}
