using System.Globalization;

namespace Mtok.Fitting;

/// <summary>The server's part of the time to the first token (Q9, Q10), in milliseconds.</summary>
/// <param name="Dense">Of a request to a dense network.</param>
/// <param name="Experts">Of a request to a mixture of experts.</param>
/// <param name="PerRequest">For each request that is passed on before.</param>
internal sealed record ServerPart(double Dense, double Experts, double PerRequest)
{
    /// <summary>The error from which a row counts no more.</summary>
    private const double Widest = 1.5;

    private static readonly double[] Parts = [.. Enumerable.Range(0, 31).Select(step => step * 5.0)];
    private static readonly double[] Passing = [.. Enumerable.Range(0, 31).Select(step => step * 0.5)];

    /// <summary>The part of the least mean error over publications; mixtures of experts differ on SGLang alone.</summary>
    public static ServerPart Fitted(IReadOnlyList<LatencyRow> rows) => Passing
        .Select(passing => rows.All(row => row.Engine == "SGLang") ? Apart(rows, passing) : Together(rows, passing))
        .MinBy(part => Error(rows, part))!;

    /// <summary>ln(modelled / published) of a row with this part.</summary>
    public double ErrorOf(LatencyRow row) => Math.Log((row.EngineAlone + (row.ForExperts ? Experts : Dense) + (row.Passed * PerRequest)) / row.Published);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"server_ms = {Dense}{(Experts == Dense ? "" : $", server_experts_ms = {Experts}")}, server_request_ms = {PerRequest}");

    private static ServerPart Together(IReadOnlyList<LatencyRow> rows, double passing) =>
        Parts.Select(part => new ServerPart(part, part, passing)).MinBy(part => Error(rows, part))!;

    private static ServerPart Apart(IReadOnlyList<LatencyRow> rows, double passing) => new(
        Together([.. rows.Where(row => !row.ForExperts)], passing).Dense, Together([.. rows.Where(row => row.ForExperts)], passing).Experts, passing);

    private static double Error(IReadOnlyList<LatencyRow> rows, ServerPart part) => rows
        .GroupBy(row => row.Publication)
        .Select(publication => publication.Average(row => Math.Min(Widest, Math.Abs(part.ErrorOf(row)))))
        .DefaultIfEmpty()
        .Average();
}
