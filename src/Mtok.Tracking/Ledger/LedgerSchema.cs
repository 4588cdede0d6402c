namespace Mtok.Tracking;

/// <summary>The tables of a ledger. Times are microseconds since 1970, hours are hours since 1970; null where not stated.</summary>
internal static class LedgerSchema
{
    /// <summary>The form of the tables and segments; a ledger of a later form is refused.</summary>
    public const int Form = 1;

    /// <summary>The columns of token classes, in the order of <see cref="TokenClasses"/>.</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        "input", "input_uncached", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_unsplit", "output", "reasoning", "tool_prompt",
    ];

    private static readonly string Tables = $"""
        CREATE TABLE IF NOT EXISTS ledger (form INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS files (
            file INTEGER NOT NULL, path VARCHAR NOT NULL, full_path VARCHAR NOT NULL, content VARCHAR NOT NULL, root VARCHAR NOT NULL,
            bytes BIGINT NOT NULL, kind VARCHAR, "rows" BIGINT NOT NULL, same_as VARCHAR, replaced BOOLEAN NOT NULL, deployments VARCHAR);
        CREATE TABLE IF NOT EXISTS left_out (file INTEGER NOT NULL, reason VARCHAR NOT NULL, count BIGINT NOT NULL, line INTEGER, "column" INTEGER);
        CREATE TABLE IF NOT EXISTS warnings (
            file INTEGER NOT NULL, message VARCHAR NOT NULL, count BIGINT NOT NULL, path VARCHAR NOT NULL, line INTEGER, "column" INTEGER);
        CREATE TABLE IF NOT EXISTS bill_rows (
            file INTEGER NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL, provider VARCHAR, period VARCHAR, from_ts BIGINT, until_ts BIGINT,
            item VARCHAR NOT NULL, model VARCHAR, team VARCHAR, deployment VARCHAR, billed DECIMAL(38,12) NOT NULL, billed_exact VARCHAR NOT NULL,
            currency VARCHAR NOT NULL, effective DECIMAL(38,12), effective_exact VARCHAR, effective_currency VARCHAR, token_class VARCHAR,
            tokens BIGINT, resource VARCHAR, sku VARCHAR, service VARCHAR, seconds DOUBLE, description VARCHAR, credential VARCHAR,
            commitment VARCHAR, correction BOOLEAN NOT NULL);
        CREATE TABLE IF NOT EXISTS usage_keys (
            key INTEGER NOT NULL, source VARCHAR NOT NULL, model VARCHAR NOT NULL, team VARCHAR NOT NULL, deployment VARCHAR NOT NULL,
            currency VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS usage_rows (
            id1 BIGINT NOT NULL, id2 BIGINT NOT NULL, hour INTEGER, ts BIGINT, until_ts BIGINT, key INTEGER NOT NULL, requests BIGINT,
            status TINYINT NOT NULL, {string.Join(" BIGINT, ", Classes)} BIGINT, billed_input BIGINT, billed_output BIGINT, cost DECIMAL(38,12),
            file INTEGER NOT NULL, line INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS series (
            series INTEGER NOT NULL, source VARCHAR NOT NULL, name VARCHAR NOT NULL, counts VARCHAR NOT NULL, token_class VARCHAR NOT NULL,
            model VARCHAR NOT NULL, team VARCHAR NOT NULL, deployment VARCHAR NOT NULL, target VARCHAR NOT NULL, rank INTEGER NOT NULL,
            caveat VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS sample_rows (
            series INTEGER NOT NULL, hour INTEGER, ts BIGINT, value DOUBLE, start_ts BIGINT, is_delta BOOLEAN NOT NULL, file INTEGER NOT NULL,
            line INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS level_rows (
            source VARCHAR NOT NULL, what VARCHAR NOT NULL, subject VARCHAR NOT NULL, hour INTEGER, ts BIGINT, value VARCHAR NOT NULL,
            file INTEGER NOT NULL, line INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS tails (path VARCHAR NOT NULL, first VARCHAR NOT NULL, "offset" BIGINT NOT NULL, "read" VARCHAR NOT NULL);
        """;

    /// <summary>The tables that a reader copies: everything but the form and how far logs are read.</summary>
    public static IReadOnlyList<string> Copied { get; } =
        ["files", "left_out", "warnings", "bill_rows", "usage_keys", "usage_rows", "series", "sample_rows", "level_rows"];

    /// <summary>Creates what is missing.</summary>
    /// <returns>Why the database cannot be used; null if it can.</returns>
    public static string? Create(LedgerDatabase database)
    {
        database.Execute(Tables);
        database.Execute($"INSERT INTO ledger SELECT {Form} WHERE NOT EXISTS (SELECT * FROM ledger)");
        return database.Number("SELECT max(form) FROM ledger") is > Form and var form
            ? $"it has form {form}, which a later version of mtok writes; this version knows form {Form}"
            : null;
    }
}
