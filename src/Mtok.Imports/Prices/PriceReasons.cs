namespace Mtok.Imports;

/// <summary>Counts rows by the reason for dropping them or commenting on them.</summary>
internal sealed class PriceReasons(string file)
{
    private const int ExamplesKept = 3;
    private readonly Dictionary<(string, string), Reason> _reasons = [];
    private readonly List<Reason> _inOrder = [];

    public IReadOnlyList<DroppedRows> All =>
        [
            .. _inOrder
                .Where(reason => reason.Count > 0)
                .Select(reason => new DroppedRows(reason.Rule, reason.Why, reason.Count, [.. reason.Examples], new(file, reason.FirstLine, 0))),
        ];

    public Reason For(string rule, string why)
    {
        if (!_reasons.TryGetValue((rule, why), out var reason))
        {
            reason = new(rule, why);
            _reasons.Add((rule, why), reason);
            _inOrder.Add(reason);
        }

        return reason;
    }

    /// <summary>One reason; counting a row allocates nothing, because most rows of a large file are dropped.</summary>
    internal sealed class Reason(string rule, string why)
    {
        public string Rule => rule;

        public string Why => why;

        public int Count { get; private set; }

        public int FirstLine { get; private set; }

        public List<string> Examples { get; } = [];

        public void Add(int line, ReadOnlySpan<char> example)
        {
            FirstLine = Count == 0 ? line : FirstLine;
            Count++;
            if (Examples.Count < ExamplesKept && example.Length > 0 && !Contains(example))
            {
                Examples.Add(example.ToString());
            }
        }

        private bool Contains(ReadOnlySpan<char> example)
        {
            foreach (var known in Examples)
            {
                if (example.SequenceEqual(known))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
