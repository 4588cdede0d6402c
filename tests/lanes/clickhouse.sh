#!/bin/bash
# ClickHouse (npm chdb, about 600 MB) reads the segments of a ledger: what its own sums say is what mtok reports, and what mtok answers through it
# (--store) is what it answers from the folder, byte for byte, on the command line and in a server. Debian's 18.16, where it is installed, knows no
# Parquet and is refused by name. Not in CI.
# usage: tests/lanes/clickhouse.sh
set -Eeuo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
work=$(mktemp -d)
trap 'trap - ERR; kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
trap 'echo "line $LINENO: failed" >&2' ERR
http=8621 served=8622 direct=8623 old=8624
for file in one two; do
    python3 - "$file" >"$work/$file.csv" <<'P'
import random, sys
random.seed(sys.argv[1])
print("request_id,timestamp,model,team,prompt_tokens,cached_tokens,completion_tokens,cost")
for at in range(20000):
    name = random.randrange(15000) if at % 3 else f"{sys.argv[1]}{at}"
    hour = random.randrange(24 * 20)
    print(f"r{name},2026-09-{hour // 24 + 1:02}T{hour % 24:02}:{at % 60:02}:00Z,model-{at % 7},team-{at % 5},{random.randrange(10**11)},"
          f"{random.randrange(90)},{random.randrange(10**10)},{random.randrange(10**9)}.{random.randrange(10**12):012}")
P
done
python3 - >"$work/power.prom" <<'P'
for hour in range(600):
    print(f'DCGM_FI_DEV_POWER_USAGE{{UUID="gpu-{hour % 8}"}} {300 + hour % 97}.{hour % 10} {1788220800000 + hour * 3600000}')
P
./mtok track import "$work/one.csv" "$work/two.csv" "$work/power.prom" examples/month --ledger "$work/ledger" >/dev/null
./mtok track report --ledger "$work/ledger" --by hour,model,team --format json >"$work/report.json"
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit chdb@3.4.0)

cat >"$work/sum.js" <<'J'
const fs = require('fs');
const { query } = require('chdb');
const structure = 'hour Nullable(Int32), model String, team String, deployment String, requests Nullable(Int64), input Nullable(Int64), '
    + 'cache_read Nullable(Int64), output Nullable(Int64), stated_cost Nullable(Decimal(38, 12))';
const file = `file('${__dirname}/ledger/segments/usage/*.parquet', 'Parquet', '${structure}')`;
console.log('ClickHouse', query('SELECT version()', 'TabSeparated').trim());
const rows = query(`SELECT toString(toDateTime(hour * 3600, 'UTC')), model, team, sum(requests), sum(input), sum(cache_read), sum(output) FROM ${file} GROUP BY ALL ORDER BY ALL`, 'TabSeparated')
    .trim().split('\n');
const report = JSON.parse(fs.readFileSync(`${__dirname}/report.json`, 'utf8'), (key, value, context) => typeof value === 'number' && context ? context.source : value);
const claimed = new Map(rows.map(row => row.split('\t')).map(([hour, model, team, ...sums]) => [`${hour.slice(0, 13)} ${model} ${team}`.replace('T', ' '), sums.map(sum => sum === '\\N' ? null : sum)]));
let compared = 0, differ = 0;
for (const row of report.usage.filter(row => /^model-/.test(row.model))) {
    const key = `${row.hour.slice(0, 13).replace('T', ' ')} ${row.model} ${row.team}`;
    const mine = [row.requests, row.tokens.input, row.tokens.cache_read, row.tokens.output].map(value => value === null ? null : String(value));
    compared++;
    if (JSON.stringify(mine) !== JSON.stringify(claimed.get(key))) { differ++; console.error(key, mine, claimed.get(key)); }
}
console.log('stated cost', query(`SELECT sum(stated_cost) FROM ${file}`, 'TabSeparated').trim());
console.log(`${compared} hours of models and teams compared, ${differ} differ`);
process.exit(compared > 1000 && differ === 0 ? 0 : 1);
J
node "$work/sum.js"

# The engine behind the one HTTP address of a ClickHouse server; a server's paths are below its user_files_path, here the folder of the ledger.
cat >"$work/engine.js" <<'J'
const { queryAsync } = require('chdb');
require('http').createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part)).on('end', async () => {
        const [query, format] = Buffer.concat(parts).toString().split(/ FORMAT (?=\w+$)/);
        try {
            const answer = await queryAsync(query.replaceAll("file('", `file('${__dirname}/`), { format: format ?? 'TabSeparated' });
            response.end(Buffer.from(answer.bytes()));
        } catch (error) {
            response.writeHead(500).end(error.message);
        }
    });
}).listen(Number(process.argv[2]), '127.0.0.1');
J
node "$work/engine.js" $http &
store="clickhouse=http://127.0.0.1:$http"
until curl -s --data-binary 'SELECT 1' "http://127.0.0.1:$http" >/dev/null; do sleep 0.2; done

same=0
both() {
    ./mtok track "$@" --ledger "$work/ledger" >"$work/folder" 2>&1 && local code=0 || local code=$?
    ./mtok track "$@" --ledger ledger --store "$store" >"$work/store" 2>&1 || [ $? = $code ]
    sed -i "s#$work/ledger#ledger#g" "$work/folder"
    cmp "$work/folder" "$work/store"
    [ "$(wc -c <"$work/store")" -gt 200 ]
    same=$((same + 1))
}
both report
both report --by hour,model,team,deployment --format json
both report --by day,model --format csv
both report --by team --from 2026-09-03T05:30 --to 2026-09-17 --format markdown
both check --format json
echo 'budget = 1000' >"$work/limits.toml"
both check --limits "$work/limits.toml"
both export --focus --period day
both compare --to 2026-09-08 --format json
echo "$same answers of the command line are the same bytes"

./mtok serve --read-only --ledger ledger --store "$store" --listen 127.0.0.1:$served 2>"$work/served.txt" &
./mtok serve --read-only --ledger "$work/ledger" --listen 127.0.0.1:$direct 2>"$work/direct.txt" &
for port in $served $direct; do until curl -fs "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 0.3; done; done
for page in 'report?by=hour,model,team' 'report?by=day&format=csv' 'report?by=team&from=2026-09-05&to=2026-09-09' 'check'; do
    cmp <(curl -fs "http://127.0.0.1:$served/api/v1/track/$page") <(curl -fs "http://127.0.0.1:$direct/api/v1/track/$page")
done
printf 'request_id,timestamp,model,team,prompt_tokens,completion_tokens\nlate,2026-09-02T00:00:00Z,model-0,late-team,123456,7\n' >"$work/late.csv"
./mtok track import "$work/late.csv" --ledger "$work/ledger" >/dev/null
until curl -fs "http://127.0.0.1:$served/api/v1/track/report?by=team" | grep -q late-team; do sleep 0.5; done
echo "a server that reads through it answers the same, and has late data without a restart"

if command -v clickhouse-server >/dev/null; then
    mkdir -p "$work/old/user_files/ledger" "$work/old/tmp"
    cp "$work/ledger/segments.json" "$work/old/user_files/ledger/"
    cp /etc/clickhouse-server/users.xml "$work/old/"
    sed "s#/var/lib/clickhouse#$work/old#; s#/var/log/clickhouse-server#$work/old#; s#>8123<#>$old<#; s#>9000<#>8625<#; s#>9009<#>8626<#" \
        /etc/clickhouse-server/config.xml >"$work/old/config.xml"
    clickhouse-server --config-file="$work/old/config.xml" >/dev/null 2>&1 &
    until curl -s "http://127.0.0.1:$old" >/dev/null; do sleep 0.2; done
    ! ./mtok track report --ledger ledger --store "clickhouse=http://127.0.0.1:$old" 2>"$work/refused.txt"
    grep -q 'Unknown format .*ClickHouse 18.16' "$work/refused.txt"
    echo "refused by name: $(head -1 "$work/refused.txt")"
fi
