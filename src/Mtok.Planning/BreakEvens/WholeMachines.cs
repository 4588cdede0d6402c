namespace Mtok.Planning;

/// <summary>Whole machines that serve a rate at the least cost an hour, all kinds tried; what they leave may go to an API.</summary>
internal sealed class WholeMachines
{
    /// <summary>Numbers looked at for one rate: a limit of work and not of time.</summary>
    private const int MostLooks = 4000;

    private readonly (int Machine, double Price, double Rate)[] _kinds;
    private readonly Dictionary<(double Rate, double Overflow), Cover> _known = [];

    /// <param name="kinds">What each kind costs an hour and serves a second.</param>
    public WholeMachines(IEnumerable<(int Machine, double Price, double Rate)> kinds) =>
        _kinds = [.. kinds.Where(kind => kind.Rate > 0).OrderBy(kind => kind.Price / kind.Rate).ThenBy(kind => kind.Machine)];

    /// <summary>The cheapest numbers of machines.</summary>
    /// <param name="rate">What has to be served, requests per second.</param>
    /// <param name="overflow">What a request per second costs an hour where no machine serves it; infinite where one must.</param>
    public Cover Of(double rate, double overflow)
    {
        if (!_known.TryGetValue((rate, overflow), out var cover))
        {
            var search = new Search(_kinds, overflow);
            search.Try(0, rate, 0);
            _known[(rate, overflow)] = cover = search.Best(rate);
        }

        return cover;
    }

    /// <summary>Numbers of machines for a rate.</summary>
    /// <param name="Counts">How many of which.</param>
    /// <param name="Cost">What they and the overflow cost an hour.</param>
    /// <param name="Bound">What no numbers cost less than.</param>
    public sealed record Cover(IReadOnlyList<(int Machine, int Count)> Counts, double Cost, double Bound)
    {
        /// <summary>How many of one kind.</summary>
        public int CountOf(int machine) => Counts.FirstOrDefault(kind => kind.Machine == machine).Count;
    }

    private sealed class Search((int Machine, double Price, double Rate)[] kinds, double overflow)
    {
        private readonly int[] _now = new int[kinds.Length];
        private int[] _best = new int[kinds.Length];
        private double _least = double.PositiveInfinity;
        private int _looks;

        public Cover Best(double rate) => new(
            [.. _best.Index().Where(kind => kind.Item > 0).Select(kind => (kinds[kind.Index].Machine, kind.Item))],
            _least,
            _looks < MostLooks ? _least : Math.Min(_least, rate * Cheapest(0)));

        /// <summary>Kinds come by the cost of a request, so fewer of one never cost less than the rest by the next kinds' cheapest.</summary>
        public void Try(int kind, double rest, double cost)
        {
            _looks++;
            var end = rest <= 0 ? cost : cost + (rest * overflow);
            if (end < _least)
            {
                _least = end;
                _best = (int[])_now.Clone();
            }

            if (rest <= 0 || kind == kinds.Length || kinds[kind].Price >= overflow * kinds[kind].Rate)
            {
                return;
            }

            var next = Cheapest(kind + 1);
            for (var count = Fleet.Needed(rest, kinds[kind].Rate); count >= 0 && _looks < MostLooks; count--)
            {
                var left = rest - (count * kinds[kind].Rate);
                var (spent, after) = (cost + (count * kinds[kind].Price), left <= 1e-9 * Math.Min(rest, kinds[kind].Rate) ? 0 : left);
                if (count > 0 && spent >= _least)
                {
                    continue;
                }

                if (after > 0 && spent + (after * next) >= _least)
                {
                    break;
                }

                _now[kind] = count;
                Try(kind + 1, after, spent);
            }

            _now[kind] = 0;
        }

        private double Cheapest(int kind) => Math.Min(overflow, kind < kinds.Length ? kinds[kind].Price / kinds[kind].Rate : double.PositiveInfinity);
    }
}
