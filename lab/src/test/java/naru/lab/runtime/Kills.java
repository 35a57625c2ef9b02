package naru.lab.runtime;

import java.io.IOException;
import java.util.function.LongSupplier;
import naru.testkit.churn.Killer;

/** Kills a node's containerd, its agent and calls of its plugin, each at moments of its own. */
final class Kills {

    private final RuntimeNode node;
    private final long seed;
    private int spells;
    private int ofContainerd;
    private int ofAgents;
    private int ofPlugins;

    Kills(RuntimeNode node, long seed) {
        this.node = node;
        this.seed = seed;
    }

    /** What goes on while they happen. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * When this returns, all that was killed works again.
     *
     * @param begun how many pods the work has begun so far
     * @param pods how many it will begin
     * @param times how often containerd and the agent are killed, and now and then once more
     */
    void during(LongSupplier begun, int pods, int times, Work work) throws Exception {
        long spell = seed + 10L * spells++;
        Killer containerd = new Killer(node.containerd(), spell, begun, pods, times);
        Killer agent = new Killer(new Agent(), spell + 1, begun, pods, times);
        PluginKiller plugin = new PluginKiller(node, spell + 2);
        try {
            work.run();
        } finally {
            plugin.end();
            agent.end();
            containerd.end();
        }
        ofContainerd += containerd.kills();
        ofAgents += agent.kills();
        ofPlugins += plugin.kills();
    }

    private final class Agent implements Killer.Victim {

        @Override
        public void kill() throws IOException {
            node.killAgent();
        }

        @Override
        public Killer.Start start() throws IOException {
            node.beginAgent();
            return this::await;
        }

        private void await() throws IOException {
            try {
                node.awaitAgent();
            } catch (Exception e) {
                throw new IOException("the agent does not start", e);
            }
        }
    }

    @Override
    public String toString() {
        return "containerd %d times, the agent %d, the plugin %d"
                .formatted(ofContainerd, ofAgents, ofPlugins);
    }
}
