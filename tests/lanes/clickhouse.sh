#!/bin/bash
# ClickHouse (npm chdb, about 600 MB) reads the segments of a ledger and must add up to what mtok reports, to the last digit. Not in CI.
# usage: tests/lanes/clickhouse.sh
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
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
./mtok track import "$work/one.csv" "$work/two.csv" examples/month --ledger "$work/ledger" >/dev/null
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
const of = name => /^model-|^llama|^gpt/.test(name);
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
