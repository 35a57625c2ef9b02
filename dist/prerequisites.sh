# What a stage needs from the machine: kernel, JDK and packages. Read by ./naru when something has to be built,
# installed or tested. Needs: NARU_HOME, install, find_jdk.

say() { printf 'naru: %s\n' "$*" >&2; }

# unfit MESSAGE…: this machine can't do it, one line each.
unfit() {
    local line
    for line in "$@"; do say "$line"; done
    exit 2
}

# require STAGE: returns when everything is there, else exits 2 and says what to do.
require() {
    local missing=() stage=$1
    case $stage in
    demo | test | bench)
        install=yes
        require_root "$stage"
        require_kernel
        ;;
    esac
    find_missing "$stage"
    if [[ ${#missing[@]} -gt 0 && $install == yes && $EUID == 0 ]]; then
        install_packages "${missing[@]}"
        # a peer that can't be had is left out, and named
        [[ $stage == bench ]] && stage=demo
        find_missing "$stage"
    fi
    if [[ ${#missing[@]} -gt 0 ]]; then
        unfit "missing on this machine: ${missing[*]}" \
            "install with: apt-get install ${missing[*]}" \
            "or, as root: ./naru --install"
    fi
    find_jdk || unfit "no JDK 25 found; sought in JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm/*, and PATH (java: $(type -p java || echo none))" \
        "install a JDK 25 under /usr/lib/jvm, or set JAVA_HOME to one (a JRE without javac is not enough)"
}

require_root() { # COMMAND
    [[ $EUID == 0 ]] || unfit "naru $1 makes namespaces and loads programs into the kernel: run it as root"
}

require_kernel() {
    local release major minor
    read -r release </proc/sys/kernel/osrelease
    IFS=.- read -r major minor _ <<<"$release"
    ((major > 5 || (major == 5 && minor >= 15))) ||
        unfit "kernel $release is too old: 5.15 is the oldest that Naru runs on"
    [[ -e /proc/sys/kernel/unprivileged_bpf_disabled || -d /sys/fs/bpf ]] ||
        unfit "kernel $release has no bpf system call: it needs CONFIG_BPF_SYSCALL=y"
    [[ -r /sys/kernel/btf/vmlinux ]] ||
        unfit "kernel $release has no type information (/sys/kernel/btf/vmlinux): it needs CONFIG_DEBUG_INFO_BTF=y"
}

# Sets missing to the packages of that stage which are not installed.
find_missing() {
    local list package stage probe _
    missing=()
    list=$(package_list)
    while read -r package stage probe _; do
        [[ $package == \#* || -z $package ]] && continue
        is_needed "$stage" "$1" && ! is_there "$probe" && missing+=("$package")
    done <"$list"
}

package_list() {
    local ID='' VERSION_ID='' list
    [[ -r /etc/os-release ]] && . /etc/os-release
    list=$NARU_HOME/dist/packages/$ID-$VERSION_ID.list
    # Elsewhere the probes hold all the same; only the names of the packages may differ.
    [[ -f $list ]] || list=$NARU_HOME/dist/packages/debian-12.list
    printf '%s\n' "$list"
}

# is_needed STAGE WANTED
is_needed() {
    case $2 in
    run) [[ $1 == build || $1 == run ]] ;;
    demo) [[ $1 == build || $1 == run || $1 == demo ]] ;;
    bench) [[ $1 == build || $1 == run || $1 == demo || $1 == bench ]] ;;
    check | fmt) [[ $1 == build || $1 == check ]] ;;
    test) true ;;
    esac
}

is_there() {
    case $1 in
    jdk-25) find_jdk ;;
    /*) compgen -G "$1" >/dev/null ;;
    *) type -p "$1" >/dev/null ;;
    esac
}

install_packages() {
    type -p apt-get >/dev/null || return
    say "installing $* (apt-get; log in build/install.log)"
    mkdir -p "$NARU_HOME/build"
    {
        export DEBIAN_FRONTEND=noninteractive
        apt-get -q -o DPkg::Lock::Timeout=300 update
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
    } </dev/null >"$NARU_HOME/build/install.log" 2>&1 || tail -n 15 "$NARU_HOME/build/install.log" >&2
}
