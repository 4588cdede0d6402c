namespace Mtok.Planning;

/// <summary>Whole machines that serve a rate at the least cost an hour, all kinds tried; what they leave may go to an API.</summary>
internal sealed class WholeMachines
{
    /// <summary>Numbers looked at for one rate: a limit of work and not of time.</summary>
    private const int MostLooks = 4000;

    private readonly Kind[] _kinds;
    private readonly Dictionary<(double Rate, double Overflow), Cover> _known = [];

    /// <param name="kinds">What each kind costs an hour and serves a second.</param>
    public WholeMachines(IEnumerable<Kind> kinds) =>
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

    /// <summary>A kind of machine.</summary>
    /// <param name="Machine">Which.</param>
    /// <param name="Price">What one costs an hour.</param>
    /// <param name="Rate">What it serves a second.</param>
    public sealed record Kind(int Machine, double Price, double Rate);

    /// <summary>Numbers of machines for a rate.</summary>
    /// <param name="Counts">How many of which.</param>
    /// <param name="Cost">What they and the overflow cost an hour.</param>
    /// <param name="Bound">What no numbers cost less than.</param>
    public sealed record Cover((int Machine, int Count)[] Counts, double Cost, double Bound)
    {
        /// <summary>How many of one kind.</summary>
        public int CountOf(int machine)
        {
            foreach (var kind in Counts)
            {
                if (kind.Machine == machine)
                {
                    return kind.Count;
                }
            }

            return 0;
        }
    }

    private sealed class Search(Kind[] kinds, double overflow)
    {
        private readonly int[] _now = new int[kinds.Length];
        private readonly int[] _best = new int[kinds.Length];
        private double _least = double.PositiveInfinity;
        private int _looks;

        public Cover Best(double rate)
        {
            var (counts, used) = (new (int Machine, int Count)[_best.Count(count => count > 0)], 0);
            for (var kind = 0; kind < _best.Length; kind++)
            {
                if (_best[kind] > 0)
                {
                    counts[used++] = (kinds[kind].Machine, _best[kind]);
                }
            }

            return new(counts, _least, _looks < MostLooks ? _least : Math.Min(_least, rate * Cheapest(0)));
        }

        /// <summary>Kinds come by the cost of a request, so fewer of one never cost less than the rest by the next kinds' cheapest.</summary>
        public void Try(int kind, double rest, double cost)
        {
            _looks++;
            var end = rest <= 0 ? cost : cost + (rest * overflow);
            if (end < _least)
            {
                _least = end;
                _now.CopyTo(_best, 0);
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
