namespace Mtok.Server;

/// <summary>What an address asks of a decision: a workload's text, and the fields that replace its keys.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsUsual">Whether it is the text that pages begin with.</param>
/// <param name="Fields">Fields that differ from the text, with what they hold.</param>
internal sealed record DecideQuestion(string Text, bool IsUsual, IReadOnlyList<(WorkloadField Field, string Value)> Fields)
{
    /// <summary>The parameter that holds a text that is packed.</summary>
    public const string Packed = "toml";

    /// <summary>The parameter of a form that holds a text as it is.</summary>
    public const string Typed = "text";

    /// <summary>The workload of the text alone; null where it has errors.</summary>
    public Workload? Own { get; private init; }

    /// <summary>The keys that the fields give.</summary>
    public IReadOnlyList<GivenKey> Given => [.. Fields.Select(each => each.Field.Given(each.Value))];

    /// <summary>The text with the fields' keys in it; null where it is written in a way that keeps them apart.</summary>
    public string? Whole => Fields.Count == 0 ? Text : WorkloadText.With(Text, Given);

    /// <summary>Reads it; what is wrong is reported, and the usual text then stands for one that cannot be read.</summary>
    public static DecideQuestion Read(IQueryCollection query, string usual, Catalog catalog, Problems problems)
    {
        var text = query.TryGetValue(Typed, out var typed) ? Checked(typed.ToString(), problems)
            : query.TryGetValue(Packed, out var packed) ? PackedText.Unpack(packed.ToString(), Packed, problems)
            : usual;
        text = (text ?? usual).ReplaceLineEndings("\n");
        var own = new WorkloadReader(catalog, new Problems { RefusesFiles = true }).Read(WorkloadBody.Name, text, []);
        var fields = WorkloadFields.All
            .Select(field => (Field: field, Value: query[field.Name].ToString().Trim()))
            .Where(each => each.Value.Length > 0 && (own is null || each.Field.Of(own) != each.Value));
        return new(text, text == usual, typed.Count > 0 ? [] : [.. fields]) { Own = own };
    }

    /// <summary>The workload; null with the problems where it has errors.</summary>
    public Workload? In(Catalog catalog, Problems problems) => new WorkloadReader(catalog, problems).Read(WorkloadBody.Name, Text, Given);

    /// <summary>The address under a path that asks the same.</summary>
    public string At(string path, params IEnumerable<(string, string?)> more) => PageAddress.Of(
        path, [(Packed, IsUsual ? null : PackedText.Pack(Text)), .. Fields.Select(each => (each.Field.Name, (string?)each.Value)), .. more]);

    private static string? Checked(string text, Problems problems)
    {
        if (text.Length <= PackedText.Largest)
        {
            return text;
        }

        problems.Error(new(Typed, 0, 0), "too-large", PackedText.TooLarge);
        return null;
    }
}
