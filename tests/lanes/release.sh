#!/bin/bash
# What people install: the tool package (packed, installed, run, uninstalled), the libraries (packed, used by a project outside of the repository), and the
# native program (compiled ahead of time, put through the acceptance tests). Needs a C linker (gcc or clang) and zlib1g-dev for the native one. Not in CI: it takes twenty minutes.
# Also the first run of a clone, and two first runs at once.
# usage: tests/lanes/release.sh [clone] [package] [libraries] [native]
set -Eeuo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
work=$(mktemp -d)
trap 'trap - ERR; kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
trap 'echo "line $LINENO: failed" >&2' ERR
asked=" ${*:-clone package libraries native} "
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
seconds() { date +%s.%N; }

if [[ $asked == *" clone "* ]]; then
    git clone -q . "$work/clone"
    begin=$(seconds)
    "$work/clone/mtok" decide examples/support-chat.toml >"$work/first" &
    first=$!
    sleep 1
    "$work/clone/mtok" decide examples/support-chat.toml >"$work/second"
    wait $first
    echo "from a clone to the first answer, twice at once: $(echo "$(seconds) - $begin" | bc) s"
    cmp "$work/first" "$work/second"
fi

if [[ $asked == *" package "* ]]; then
    dotnet pack src/Mtok.App -c Release -r linux-x64 -p:RunAnalyzers=false -o "$work/packages" -v quiet
    ls -l "$work/packages"
    begin=$(seconds)
    DOTNET_CLI_HOME=$work dotnet tool install mtok.linux-x64 --tool-path "$work/tools" --source "$work/packages" >/dev/null
    "$work/tools/mtok" price --usd-per-hour 4.50 --tokens-per-second 5000 | grep -q '^\$0.25/Mtok'
    echo "from the package to the first answer: $(echo "$(seconds) - $begin" | bc) s"
    [ "$("$work/tools/mtok" version)" = "$(./mtok version)" ]
    cmp <("$work/tools/mtok" decide examples/support-chat.toml) <(./mtok decide examples/support-chat.toml)
    "$work/tools/mtok" completion bash | bash -n
    "$work/tools/mtok" serve --listen 127.0.0.1:8631 2>/dev/null &
    until curl -fs http://127.0.0.1:8631/healthz; do sleep 0.2; done
    curl -fs http://127.0.0.1:8631/decide | grep -q '<html'
    kill %1
    wait %1 || true
    DOTNET_CLI_HOME=$work dotnet tool uninstall mtok.linux-x64 --tool-path "$work/tools" >/dev/null
    [ ! -e "$work/tools/mtok" ]
    echo "the package installs, answers, serves and goes"
fi

if [[ $asked == *" libraries "* ]]; then
    begin=$(seconds)
    dotnet pack libraries.slnf -c Release -p:RunAnalyzers=false -o "$work/libraries" -v quiet
    echo "packing the libraries: $(echo "$(seconds) - $begin" | bc) s"
    ls -l "$work/libraries"
    version=$(./mtok version)
    [ "$(cd "$work/libraries" && echo *.nupkg)" = "$(printf "%s.$version.nupkg " Mtok.Costs Mtok.Planning Mtok.Simulation Mtok.Traces Mtok.Tracking | sed 's/ $//')" ]
    ./mtok track import examples/month --ledger "$work/ledger" --quiet >/dev/null
    cp -r tests/lanes/library "$work/user"
    # Packages of these very builds; what they depend on comes from where packages come from otherwise, or was fetched before.
    fetched=$(dotnet nuget locals global-packages --list | sed 's/.*: //')
    cat >"$work/user/nuget.config" <<-EOF
	<configuration>
	  <config><add key="globalPackagesFolder" value="$work/nuget" /></config>
	  <fallbackPackageFolders><add key="fetched" value="$fetched" /></fallbackPackageFolders>
	  <packageSources><add key="libraries" value="$work/libraries" /></packageSources>
	</configuration>
	EOF
    begin=$(seconds)
    dotnet build "$work/user" -p:MtokVersion="$version" -o "$work/user/out" -v quiet
    echo "restoring and building a project that uses them: $(echo "$(seconds) - $begin" | bc) s"
    "$work/user/out/user" "$PWD/examples" "$work/ledger" | tee "$work/used"
    [ "$(grep -c '^\(decided\|simulated\|read\)' "$work/used")" = 3 ]
fi

if [[ $asked == *" native "* ]]; then
    ./release -o "$work/release" linux-x64
    tar -C "$work" -xzf "$work"/release/mtok-*.tar.gz
    native=$(echo "$work"/mtok-*-linux-x64)
    echo "native program: $(stat -c %s "$native/mtok") bytes; with its libraries $(du -sb --exclude server "$native" | cut -f1)"
    dotnet build tests/Mtok.Acceptance -v quiet
    MTOK_PROGRAM=$native/mtok artifacts/bin/Mtok.Acceptance/debug/Mtok.Acceptance -trait- Speed=Slow -noLogo
fi
