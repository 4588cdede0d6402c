using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What the page of prices shows.</summary>
/// <param name="Match">The text that rows contain; empty for all.</param>
/// <param name="Kind">The one kind of row that is listed; null for all.</param>
/// <param name="Title">What the page is about.</param>
/// <param name="Sections">Its parts.</param>
/// <param name="More">Where all rows of a kind are.</param>
public sealed record PricesView(
    string Match, string? Kind, string Title, IReadOnlyList<PageSection> Sections, IReadOnlyList<(string Text, string Address)> More);

/// <summary>What the page of capacities shows.</summary>
/// <param name="Request">What is asked, of the first device.</param>
/// <param name="Devices">The devices that are chosen.</param>
/// <param name="AllDevices">The devices that there are.</param>
/// <param name="Models">The models that there are.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Sections">The answer.</param>
public sealed record CapacityView(
    CapacityRequest Request,
    IReadOnlyList<string> Devices,
    IReadOnlyList<string> AllDevices,
    IReadOnlyList<string> Models,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<PageSection> Sections);
