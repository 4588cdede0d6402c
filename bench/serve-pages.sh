#!/bin/bash
# How fast the pages of mtok serve are: milliseconds of each at p50 and p95 and its size as it is transferred; of decide for questions never asked before.
#   bench/serve-pages.sh [requests] [address of a running server]
# Without an address it reads examples/month into a ledger and starts a server of its own.
set -euo pipefail
home=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
count=${1:-40}
base=${2:-}
if [ -z "$base" ]; then
    folder=$(mktemp -d)
    base=http://127.0.0.1:$((20000 + RANDOM % 20000))
    "$home/mtok" track import "$home/examples/month" --ledger "$folder/ledger" >/dev/null
    "$home/mtok" serve --ledger "$folder/ledger" --listen "${base#http://}" 2>/dev/null &
    server=$!
    trap 'kill "$server"; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
    until curl -sf "$base/readyz" >/dev/null; do kill -0 "$server"; sleep 0.2; done
fi

# times NAME ADDRESS [HEADER]: asks COUNT times; N in the address is another number each time.
times() {
    for at in $(seq 1 "$count"); do
        curl -s -o /dev/null -H 'Accept-Encoding: br' ${3:+-H "$3"} -w '%{time_total} %{size_download} %{http_code}\n' "$base${2//N/$((at * 37 + RANDOM))}"
    done | sort -n | awk -v name="$1" '
        { time[NR] = $1; if ($2 > most) most = $2; if ($3 != 200) bad++ }
        END {
            last = int(NR * 0.95); if (last < 1) last = 1
            printf "%-34s p50 %6.0f ms   p95 %6.0f ms   %6.1f kB%s\n", name, 1000 * time[int((NR + 1) / 2)], 1000 * time[last], most / 1000, bad ? "   " bad " REFUSED" : ""
        }'
}

echo "load before: $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
times "warming up" "/decide?requests-per-day=1N" "HX-Request: true" >/dev/null
times "overview" /
times "track" /track
times "track by hour" "/track?by=hour"
times "decide, the page" /decide
times "decide, a new question" "/decide?requests-per-day=2N" "HX-Request: true"
times "decide, the same again" "/decide?requests-per-day=200001" "HX-Request: true"
times "decide, volumes of a new one" "/decide/changes?requests-per-day=3N" "HX-Request: true"
times "capacity" /capacity
times "prices" "/prices?q=h100"
times "prices of a model" "/prices?id=llama-3.3-70b"
