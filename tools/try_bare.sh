#!/bin/bash
# Tries the two commands on a bare Debian that has nothing but python3: no pip, make, curl or git.
#
#   tools/try_bare.sh [FOLDER] [COMMIT] [ci]   as root; FOLDER (default: a temporary one) keeps the base system;
#                                              with ci it tries .ci/run instead
#
# debootstrap makes the system from this machine's own sources; this machine's own settings for names,
# certificates and pip are taken along. Everything runs in its own mount and process namespace, so nothing of
# it outlives the trial. The figures go into benchmarks/README.md.
set -eu

project=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
place="/srv/gap sessions" # a space in the path is part of the trial

outside() {
    [ "$(id -u)" = 0 ] || { echo "This trial makes a whole system, so it must run as root." >&2; exit 1; }
    command -v debootstrap >/dev/null || apt-get install -y -q debootstrap >/dev/null
    folder=${1:-$(mktemp -d)}
    commit=${2:-HEAD}
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | awk '/^URIs:/ {print $2; exit} /^deb / {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}')
    if [ ! -x "$folder/base/usr/bin/python3" ]; then
        rm -rf "$folder/base"
        debootstrap --variant=minbase --include=python3 "$suite" "$folder/base" "$mirror" >"$folder/debootstrap.log"
    fi
    root="$folder/trial"
    rm -rf "$root"
    cp -a "$folder/base" "$root"
    configure "$root"
    mkdir -p "$root$place"
    git -C "$project" archive "$commit" | tar -x -C "$root$place"
    cp -- "$0" "$root/try_bare.sh"
    # shellcheck disable=SC2016
    unshare --mount --pid --fork bash -euc '
        root=$1 mode=$2
        mount --make-rprivate /
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        for kept in $(cat "$root/kept"); do mkdir -p "$root$kept"; mount --bind -o ro "$kept" "$root$kept"; done
        exec chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            $(cat "$root/surroundings") bash /try_bare.sh "--inside$mode"
    ' trial "$root" "${3:+-$3}"
}

# What this machine needs to reach the outside, as far as pip and apt are concerned.
configure() {
    cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
    # Under a name of its own: installing packages inside may write the usual bundle anew.
    cp -L "${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}" "$1/etc/this-machine.pem"
    cp -L /etc/apt/apt.conf.d/*proxy* "$1/etc/apt/apt.conf.d/" 2>/dev/null || true
    {
        printf '[global]\ncert = /etc/this-machine.pem\n'
        for file in /etc/pip.conf ~/.pip/pip.conf ~/.config/pip/pip.conf; do
            if [ -f "$file" ]; then sed -e '/^\[global\]/d' -e '/^cert *=/d' "$file"; fi
        done
    } >"$1/etc/pip.conf"
    env | grep -E '^(PIP_|[a-z]*_proxy=|[A-Z]*_PROXY=)' | grep -v -e ' ' -e '^PIP_CERT=' >"$1/surroundings" || true
    # Folders of packages that pip's settings name.
    { cat "$1/etc/pip.conf" "$1/surroundings"; } | grep -oE '(file://)?/[A-Za-z0-9/._-]+' | sed 's|^file://||' |
        while read -r kept; do if [ -d "$kept" ]; then
            # An index names its files beside itself.
            case $kept in */simple) dirname "$kept" ;; *) echo "$kept" ;; esac
        fi; done | sort -u >"$1/kept"
}

inside() {
    cd "$place"
    failures=0
    useradd --create-home --shell /bin/bash visitor
    chown -R visitor: "$place"

    title "An ordinary user, nothing but python3: one line to run, and an honest end"
    as_visitor ./run >/tmp/said 2>&1 && failed "it went on without a way to make an environment"
    expect /tmp/said "sudo apt-get install -y python3.11-venv libpango-1.0-0"

    title "Root, nothing but python3: ./run"
    began
    serve_and_stop ./run
    took "first start, system packages included"
    began
    serve_and_stop ./run
    took "second start"

    title "Root: ./run test (PostgreSQL and the browser are not installed here)"
    began
    ./run test -q >/tmp/tests 2>&1 || { failed "the tests"; grep -E '^(FAILED|ERROR) ' /tmp/tests; }
    took "./run test"
    tail -n 1 /tmp/tests

    title "An ordinary user, with venv and Pango now installed: ./run, twice"
    rm -rf .venv var
    chown -R visitor: "$place"
    began
    serve_and_stop as_visitor ./run
    took "first start as a user"
    began
    serve_and_stop as_visitor ./run
    took "second start as a user"
    title "An ordinary user, Pango taken away: ./run goes on without PDF"
    dpkg --purge --force-depends libpango-1.0-0 libpangoft2-1.0-0 >/dev/null 2>&1
    serve_and_stop as_visitor ./run
    expect /tmp/said "Going on without PDF"

    title "Nothing was written outside the project, and no process is left"
    find / -xdev -newer /try_bare.sh -type f -user visitor -not -path "$place/*" -not -path "/proc/*" | tee /tmp/stray
    [ ! -s /tmp/stray ] || failed "files outside the project"
    left=$(processes)
    [ -z "$left" ] || failed "processes left: $left"
    echo
    if [ "$failures" = 0 ]; then echo "The bare machine: all passed."; else echo "The bare machine: $failures failed."; exit 1; fi
}

title() { printf '\n== %s\n' "$1"; }
failed() { echo "FAILED: $1"; failures=$((failures + 1)); }
began() { start=$(date +%s.%N); }
took() { echo "took $(python3 -c "import sys, time; print(f'{time.time() - float(sys.argv[1]):.1f} s')" "$start"): $1"; }
expect() { grep -qF -- "$2" "$1" || { failed "not said: $2"; tail -n 20 "$1"; }; }
as_visitor() { setpriv --reuid=visitor --regid=visitor --clear-groups env -u HOME "$@"; }
processes() { grep -lsaE 'uvicorn|manage[.]py|tools/' /proc/[0-9]*/cmdline || true; }

# Start, wait until it says it is ready, ask for a page, stop with SIGINT (bash starts background jobs deaf to
# it, so Python passes it on), and look for what is left.
serve_and_stop() {
    if ! python3 - "$@" <<'PY'; then failed "serving"; tail -n 30 /tmp/said; fi
import os, re, signal, subprocess, sys, time, urllib.request
argv = sys.argv[1:]
if argv[0] == "as_visitor":
    argv = ["setpriv", "--reuid=visitor", "--regid=visitor", "--clear-groups", "env", "-u", "HOME", *argv[1:]]
open("/tmp/said", "w").close(); os.chmod("/tmp/said", 0o666)
server = subprocess.Popen(argv, stdout=open("/tmp/said", "ab"), stderr=subprocess.STDOUT, start_new_session=True)
began, address = time.time(), None
while time.time() - began < 600 and server.poll() is None and not address:
    address = re.search(r"is ready: +(\S+)", open("/tmp/said").read())
    time.sleep(0.05)
if not address:
    sys.exit("it never said it was ready")
print(f"ready after {time.time() - began:.1f} s; /readyz answers {urllib.request.urlopen(address[1] + 'readyz').status}")
stopping = time.time()
os.kill(server.pid, signal.SIGINT)
code = server.wait(30)
print(f"stopped in {time.time() - stopping:.1f} s with code {code}")
sys.exit(code)
PY
    left=$(processes)
    [ -z "$left" ] || failed "processes left: $left"
}

inside_ci() {
    cd "$place"
    began
    .ci/run && result=passed || result=FAILED
    took ".ci/run: $result"
    left=$(processes)
    [ -z "$left" ] || echo "FAILED: processes left: $left"
    [ "$result" = passed ] && [ -z "$left" ]
}

case ${1:-} in
    --inside) inside ;;
    --inside-ci) inside_ci ;;
    *) outside "$@" ;;
esac
