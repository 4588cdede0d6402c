namespace Mtok.Imports;

/// <summary>The comments on a file's rows: dropped, noted, or with a name without an alias.</summary>
internal sealed class QuoteRemarks(string file)
{
    private readonly PriceReasons _dropped = new(file);
    private readonly PriceReasons _notes = new(file);
    private readonly Dictionary<(string What, string Of, string Name), int> _unmapped = [];

    public IReadOnlyList<DroppedRows> Dropped => _dropped.All;

    public IReadOnlyList<DroppedRows> Notes => _notes.All;

    public IReadOnlyList<UnmappedName> UnmappedNames =>
        [
            .. _unmapped
                .Select(entry => new UnmappedName(entry.Key.What, entry.Key.Of, entry.Key.Name, entry.Value))
                .OrderBy(name => name.What, StringComparer.Ordinal)
                .ThenBy(name => name.Of, StringComparer.Ordinal)
                .ThenBy(name => name.Name, StringComparer.Ordinal),
        ];

    public PriceReasons.Reason Reason(string rule, string why) => _dropped.For(rule, why);

    public void Drop(string rule, string why, int line, string example) => _dropped.For(rule, why).Add(line, example);

    public void Note(string rule, string why, int line, string example) => _notes.For(rule, why).Add(line, example);

    /// <summary>Records a name without an alias.</summary>
    public void Unmapped(string what, string of, string name) =>
        _unmapped[(what, of, name)] = _unmapped.GetValueOrDefault((what, of, name)) + 1;
}
