#!/bin/bash
# Usage in Parquet, read by ClickHouse with a declared structure, as one does over files of several writers. What the declaration gets wrong is not
# an error but a number:
#  - cost DECIMAL(38,12) declared as Decimal(18, 2): $0.004 a call is $0.00, a million calls are $0 instead of $4,000;
#  - tokens BIGINT declared as Int32: 5,000,000,000 are 705,032,704;
#  - cached NULL (not stated by the provider) declared without Nullable: 0 as if stated, so an average of 900 and "unknown" is 450 and not 900;
#  - a column misspelt, or in another case: 0 for every row.
# An SQL engine that casts would refuse the second, and a missing column; so declare what the writer wrote, Nullable always, and compare a sum of each
# column with a known one once.
# Versions: ClickHouse 26.7.2.1 by npm chdb 3.4.0 (about 600 MB), Node.js 20. Source: settings input_format_parquet_allow_missing_columns and
# input_format_null_as_default, both on by default; that numbers are cut by the declared type as well is what was run here.
# Prints the sums and fails if they change.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit chdb@3.4.0
cat >run.js <<'J'
const { query } = require('chdb');
const ask = text => query(text, 'TabSeparated').trim();
console.log('ClickHouse', ask('SELECT version()'));
ask(`SELECT toDecimal128('0.004', 12) AS cost, toInt64(5000) AS input, if(number % 2 = 0, toInt64(900), NULL) AS cached
     FROM numbers(1000000) INTO OUTFILE 'usage.parquet' FORMAT Parquet`);
const read = (what, structure) => ask(`SELECT ${what} FROM file('usage.parquet', Parquet, '${structure}')`);
console.log('cost   as written:      ', read('sum(cost)', 'cost Nullable(Decimal(38, 12))'));
console.log('cost   in cents:        ', read('sum(cost)', 'cost Nullable(Decimal(18, 2))'));
ask(`SELECT toInt64(5000000000) AS input INTO OUTFILE 'day.parquet' FORMAT Parquet`);
console.log('input  as Int64:        ', ask(`SELECT sum(input) FROM file('day.parquet', Parquet, 'input Int64')`));
console.log('input  as Int32:        ', ask(`SELECT sum(input) FROM file('day.parquet', Parquet, 'input Int32')`));
console.log('cached Nullable:        ', read('avg(cached)', 'cached Nullable(Int64)'));
console.log('cached not Nullable:    ', read('avg(cached)', 'cached Int64'));
console.log('input  misspelt:        ', read('sum(inputs)', 'inputs Int64'));
console.log('input  in another case: ', read('sum(Input)', 'Input Int64'));
J
node run.js | tee out
diff out - <<'O' && echo "as found"
ClickHouse 26.7.2.1
cost   as written:       4000
cost   in cents:         0
input  as Int64:         5000000000
input  as Int32:         705032704
cached Nullable:         900
cached not Nullable:     450
input  misspelt:         0
input  in another case:  0
O
