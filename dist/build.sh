# Builds jars, class paths and the AOT caches into build/. Read by ./naru when sources changed.
# Needs: NARU_HOME, jdk, say, fingerprint, is_built.
. "$NARU_HOME/dist/training.sh"

# build/lib/*.jar            every jar, named once
# build/lib/naru-*           the native programs of lab and bench
# build/lib/NAME.classpath   one line for each of cli, agent, lab, bench: jars of build/lib, separated by ':'
# build/lib/NAME.aot         see training.sh
# build/lib/commit           that this was built from, where git knows it
# build/fingerprint          of the sources that all this was made from; written last
# build/build.log            of the last build

# One builds, others wait; what they waited for may be all they need.
build() {
    local out=$NARU_HOME/build started
    mkdir -p "$out" || exit 1
    exec 9>"$out/lock"
    flock -n 9 || { say "another ./naru is building; waiting"; flock 9; }
    if ! is_built; then
        started=$(fingerprint) # taken before: what changes meanwhile is built the next time
        rm -f "$out/fingerprint"
        compile
        collect_jars
        train
        printf '%s\n' "$started" >"$out/fingerprint"
    fi
    exec 9>&-
}

compile() {
    say "building (mvn; log in build/build.log)"
    maven -q -Dmaven.test.skip=true -pl agent,lab,cli,bench -am package >"$NARU_HOME/build/build.log" 2>&1 || {
        grep -E '^\[ERROR\]|error:' "$NARU_HOME/build/build.log" | head -n 30 >&2
        say "the build failed; all of it: $NARU_HOME/build/build.log"
        exit 1
    }
}

# maven ARGUMENT…: in the source tree, on the JDK that was found.
maven() (
    cd "$NARU_HOME" && JAVA_HOME=$jdk exec mvn -B -Dstyle.color=never "$@" </dev/null 9>&-
)

# Into a new folder that then takes the old one's place: processes that run keep the jars they have open.
collect_jars() {
    local new=$NARU_HOME/build/lib.new component jar names jars
    rm -rf "$new" && mkdir -p "$new" || exit 1
    for component in cli agent lab bench; do
        names=
        IFS=: read -r -a jars <"$NARU_HOME/$component/target/classpath"
        for jar in "$NARU_HOME/$component/target/naru-$component"-*.jar "${jars[@]}"; do
            cp -- "$jar" "$new/" || exit 1
            names+=${names:+:}${jar##*/}
        done
        printf '%s\n' "$names" >"$new/$component.classpath"
    done
    for jar in "$new"/picocli-*.jar; do modernise "$jar"; done
    cp -- "$NARU_HOME"/{lab,bench}/target/native/naru-* "$new/" || exit 1
    # What `naru --version` tells; no git, or none of its trees: nothing.
    git -C "$NARU_HOME" describe --always --dirty --exclude '*' --abbrev=12 >"$new/commit" 2>/dev/null || rm -f "$new/commit"
    rm -rf "$NARU_HOME/build/lib"
    mv "$new" "$NARU_HOME/build/lib"
}

# A jar with classes too old for an AOT cache; as it is it runs too, only slower.
modernise() {
    "$jdk/bin/java" "$NARU_HOME/dist/jvm/ModernClasses.java" "$1" "$1.new" </dev/null >>"$NARU_HOME/build/build.log" 2>&1 9>&- &&
        mv -- "$1.new" "$1" || rm -f -- "$1.new"
}
