#!/bin/bash
# Tokens added up by DuckDB and written to Parquet lose their last digits: sum() of BIGINT is HUGEINT, which Parquet has no type for, so COPY writes
# DOUBLE without a word, and 9,007,199,254,740,993 comes back as ...992. A reader sees a column of floating point numbers where the table had whole ones.
# Money has the like by another way: an average, or a division of a DECIMAL by a whole number, is DOUBLE as soon as it is asked for.
# sum(tokens)::BIGINT before COPY keeps every digit (and is an error where it does not fit).
# Versions: DuckDB 1.5.6 by NuGet DuckDB.NET.Data.Full 1.5.6.1, .NET 10; the same file read by npm hyparquet 1.33.0 (a reader of its own), Node.js 20.
# Prints the types and values and fails if they change.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts hyparquet@1.33.0 || { echo "the package cannot be had"; exit 1; }
cat >run.cs <<'C'
#:package DuckDB.NET.Data.Full@1.5.6.1
using DuckDB.NET.Data;

using var connection = new DuckDBConnection("DataSource=:memory:");
connection.Open();
string Ask(string text)
{
    using var command = connection.CreateCommand();
    command.CommandText = text;
    using var reader = command.ExecuteReader();
    return reader.Read() ? string.Join(" ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)) : "";
}

Console.WriteLine("DuckDB " + Ask("SELECT version()"));
Ask("CREATE TABLE usage AS SELECT 9007199254740992::BIGINT AS tokens UNION ALL SELECT 1");
Console.WriteLine("in the database: " + Ask("SELECT typeof(sum(tokens)), sum(tokens)::VARCHAR FROM usage"));
Ask("COPY (SELECT sum(tokens) AS bare, sum(tokens)::BIGINT AS cast FROM usage) TO 'sums.parquet'");
Console.WriteLine("in the file:     " + Ask("SELECT typeof(bare), bare::BIGINT, typeof(\"cast\"), \"cast\" FROM 'sums.parquet'"));
Console.WriteLine("of money:        " + Ask("SELECT typeof(avg(0.07::DECIMAL(38,12))), typeof(0.07::DECIMAL(38,12) / 3)"));
C
dotnet run run.cs | tee out
node --input-type=module -e "
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
const [row] = await parquetReadObjects({ file: await asyncBufferFromFile('sums.parquet') })
console.log('by hyparquet:   ', typeof row.bare, String(row.bare), typeof row.cast, String(row.cast))" | tee -a out
diff out - <<'O' && echo "as found"
DuckDB v1.5.6
in the database: HUGEINT 9007199254740993
in the file:     DOUBLE 9007199254740992 BIGINT 9007199254740993
of money:        DOUBLE DOUBLE
by hyparquet:    number 9007199254740992 bigint 9007199254740993
O
