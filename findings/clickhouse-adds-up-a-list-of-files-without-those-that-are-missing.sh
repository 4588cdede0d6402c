#!/bin/bash
# The bill of three months lies in a Parquet file each, and the query names them: file('{jan,feb,mar}.parquet'). Where one is not there (not yet
# copied, another mount), ClickHouse adds up the others: $6 of $9, no error, no warning. The same file named alone is an error ("Cannot stat file"),
# and DuckDB's read_parquet refuses a list with one that is missing. A name that the list has twice is read twice ($9 for $6). So count the rows, or
# the files (uniqExact(_file)), beside every sum.
# Versions: ClickHouse 26.7.2.1 by npm chdb 3.4.0 (about 600 MB), Node.js 20. Source: ClickHouse's documentation of globs in paths; that braces of
# plain names are a pattern too, of which some may match nothing, is what was run here.
# Prints the sums and fails if they change.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit chdb@3.4.0
cat >run.js <<'J'
const { query } = require('chdb');
const ask = text => {
    try {
        return query(text, 'TabSeparated').trim();
    } catch (error) {
        return /Cannot stat file/.test(error.message) ? 'an error: Cannot stat file' : error.message;
    }
};
console.log('ClickHouse', ask('SELECT version()'));
for (const month of ['jan', 'feb', 'mar']) {
    ask(`SELECT toDecimal64(3, 2) AS cost INTO OUTFILE '${month}.parquet' FORMAT Parquet`);
}
const sum = files => ask(`SELECT count(), sum(cost), uniqExact(_file) FROM file('${files}.parquet')`).replace(/\t/g, ' ');
console.log('jan, feb, mar:          ', sum('{jan,feb,mar}'));
require('fs').unlinkSync('mar.parquet');
console.log('the same without mar:   ', sum('{jan,feb,mar}'));
console.log('mar alone:              ', sum('mar'));
console.log('jan, feb, jan:          ', sum('{jan,feb,jan}'));
J
node run.js | tee out
diff out - <<'O' && echo "as found"
ClickHouse 26.7.2.1
jan, feb, mar:           3 9 3
the same without mar:    2 6 2
mar alone:               an error: Cannot stat file
jan, feb, jan:           3 9 2
O
