#!/bin/bash
# A folder of Parquet costs, one month a file: the first was exported in cents (DECIMAL(9,2)), the next holds a million requests of $0.000004
# (DECIMAL(38,12)). DuckDB's read_parquet over both adds up to $0.60 instead of $4.60: the first file's type is taken for all, later amounts are
# rounded to it one by one, and nothing warns. In the other order of the same two files the sum is right, so the answer depends on file names.
# union_by_name = true gives $4.60 in any order. Amounts that do not fit the first type by size are an error; only digits after the point go silently.
# Versions: DuckDB 1.5.6 by NuGet DuckDB.NET.Data.Full 1.5.6.1, .NET 10. Source: DuckDB's documentation of read_parquet says that the schema is that
# of the first file unless union_by_name is set; that it rounds money is what was run here.
# Prints the sums and fails if they change.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
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
Ask("COPY (SELECT 0.60::DECIMAL(9,2) AS cost) TO 'cents.parquet'");
Ask("COPY (SELECT 0.000004::DECIMAL(38,12) AS cost FROM range(1000000)) TO 'tokens.parquet'");
string Sum(string files) => Ask($"SELECT count(*), typeof(any_value(cost)), sum(cost)::VARCHAR FROM read_parquet({files})");
Console.WriteLine("cents, tokens: " + Sum("['cents.parquet', 'tokens.parquet']"));
Console.WriteLine("tokens, cents: " + Sum("['tokens.parquet', 'cents.parquet']"));
Console.WriteLine("by name:       " + Sum("['cents.parquet', 'tokens.parquet'], union_by_name = true"));
C
dotnet run run.cs | tee out
diff out - <<'O' && echo "as found"
DuckDB v1.5.6
cents, tokens: 1000001 DECIMAL(9,2) 0.60
tokens, cents: 1000001 DECIMAL(38,12) 4.600000000000
by name:       1000001 DECIMAL(38,12) 4.600000000000
O
