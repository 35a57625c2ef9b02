# Makes the AOT caches: what the JVM need not load and link again. Read by build.sh, and by ./naru where an agent is
# to run and has none. Needs: NARU_HOME, jdk, say. A cache that can't be made costs time at each start, nothing else.
#
# build/lib/NAME.aot          of the commands (cli) and the agent; beside the jars, because the JVM does not check that
#                             a cache belongs to them: who replaces the folder replaces both
# build/lib/agent.untrained   instead of agent.aot: root tried, and build/build.log says why it failed
training_seconds=120

train() {
    local cli
    say "making the AOT caches of the commands and the agent"
    make_cache cli naru.cli.Training &
    cli=$!
    train_agent
    wait "$cli"
}

# Where the build was not root's, the agent's cache is made when root first needs it. One makes it, others wait.
train_agent_late() {
    exec 9>"$NARU_HOME/build/lock"
    flock 9
    needs_agent_cache && say "making the AOT cache of the agent" && train_agent
    exec 9>&-
}

# An agent that works has to be watched, and only root can run one: in namespaces that nobody else sees, so that
# nothing stays behind, however it ends. Files, pins and pods' namespaces are in a /run of its own.
train_agent() {
    [[ $EUID == 0 ]] || return 0
    make_cache agent naru.agent.Training /run/naru || : >"$NARU_HOME/build/lib/agent.untrained"
}

in_namespaces() { # COMMAND…
    timeout --foreground -k 5 "$training_seconds" unshare --mount --net --propagation private -- sh -e -c '
        mount -t tmpfs -o mode=700 naru-training /run
        mkdir -p /run/naru/bpf
        mount -t bpf bpf /run/naru/bpf
        ip link set lo up
        ip link add up0 type veth peer name up1
        ip link set up1 up
        ip link set up0 up
        ip address add 172.30.0.2/24 dev up0
        ip route add default dev up0
        exec "$@"' sh "$@"
}

# make_cache COMPONENT CLASS ARGUMENT…: runs the class to see what it needs. In two steps, because the JVM's own
# one-step way can't do with a space in a path.
make_cache() {
    local component=$1 class=$2 out=$NARU_HOME/build lib=$NARU_HOME/build/lib class_path java where=()
    shift 2
    [[ $component == agent ]] && where=(in_namespaces)
    read -r class_path <"$lib/$component.classpath"
    java=("$jdk/bin/java" "@$NARU_HOME/dist/jvm/$component.args" "-XX:AOTConfiguration=$out/$component.aotconf"
        -cp "$lib/${class_path//:/:$lib/}")
    {
        "${where[@]}" "${java[@]}" -XX:AOTMode=record "$class" "$@" &&
            "${java[@]}" -XX:AOTMode=create "-XX:AOTCache=$lib/$component.aot.new" &&
            mv -- "$lib/$component.aot.new" "$lib/$component.aot"
    } </dev/null >>"$out/build.log" 2>&1 9>&-
    local made=$?
    rm -f -- "$out/$component.aotconf" "$lib/$component.aot.new"
    return $made
}
