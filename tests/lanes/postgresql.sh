#!/bin/bash
# Import and roll-up of the same events in the ledger and in PostgreSQL (Debian: postgresql), in one run. Not in CI: it needs a server.
# usage: tests/lanes/postgresql.sh [EVENTS]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
events=${1:-2000000}
bin=$(dirname "$(readlink -f "$(command -v postgres || ls /usr/lib/postgresql/*/bin/postgres | tail -1)")")
work=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() { as "$bin/pg_ctl" -D "$work/data" stop -m fast >/dev/null 2>&1 || true; rm -rf "$work"; }
trap stop EXIT
[ "$(id -u)" != 0 ] || chown postgres "$work"
as "$bin/initdb" -D "$work/data" -A trust >/dev/null
as "$bin/pg_ctl" -D "$work/data" -w -l "$work/log" -o "-k $work -c listen_addresses='' -c shared_buffers=1GB -c max_wal_size=4GB" start >/dev/null
"$bin/postgres" --version
dotnet build -c Release bench/Mtok.Benchmarks -v quiet -nologo
dotnet run -c Release --no-build --project bench/Mtok.Benchmarks -- postgresql "Host=$work;Username=postgres;Database=postgres" "$events"
dotnet run -c Release --no-build --project bench/Mtok.Benchmarks -- ledger "$events" "$work/mtok"
