namespace Mtok.Simulation;

/// <summary>
/// The prompt blocks in memory by hash: those in use, and idle ones that stay until their memory is needed, evicted
/// least recently used first. Sizes are in the engine's blocks; a hashed block consists of a whole number of them.
/// </summary>
internal sealed class PrefixCache(int blocksPerName)
{
    private readonly Dictionary<long, int> _index = [];
    private Entry[] _entries = new Entry[256];
    private int _count;
    private int _spare = -1;
    private int _oldest = -1;
    private int _newest = -1;

    /// <summary>Blocks that no request uses.</summary>
    public long Idle { get; private set; }

    /// <summary>Blocks that requests use, each once however many use it.</summary>
    public long Used => ((long)_index.Count * blocksPerName) - Idle;

    public int BlocksPerName => blocksPerName;

    /// <summary>The length of the cached prefix, in hashes and up to a maximum, and how many of its blocks are idle.</summary>
    public (int Names, long Idle) Match(IReadOnlyList<long> names, int most)
    {
        var (found, idle) = (0, 0L);
        while (found < most && found < names.Count && _index.TryGetValue(names[found], out var entry))
        {
            idle += _entries[entry].Users == 0 ? blocksPerName : 0;
            found++;
        }

        return (found, idle);
    }

    /// <summary>Pins a prefix, which must be cached.</summary>
    public void Use(IReadOnlyList<long> names, int count)
    {
        for (var name = 0; name < count; name++)
        {
            Use(_index[names[name]]);
        }
    }

    /// <summary>Adds a computed block under its hash and pins it; false if the hash was cached already and the computed block is redundant.</summary>
    public bool Keep(long name)
    {
        if (_index.TryGetValue(name, out var known))
        {
            Use(known);
            return false;
        }

        var entry = NewEntry();
        _entries[entry] = new() { Name = name, Users = 1, Older = -1, Newer = -1 };
        _index[name] = entry;
        return true;
    }

    /// <summary>Unpins a prefix; its last block is the first to be evicted.</summary>
    public void Leave(IReadOnlyList<long> names, int count)
    {
        for (var name = count - 1; name >= 0; name--)
        {
            var entry = _index[names[name]];
            if (--_entries[entry].Users == 0)
            {
                Append(entry);
            }
        }
    }

    /// <summary>Evicts idle blocks until at least this many are free; returns the number freed.</summary>
    public long Evict(long blocks)
    {
        var freed = 0L;
        while (freed < blocks && _oldest >= 0)
        {
            var entry = _oldest;
            Detach(entry);
            _index.Remove(_entries[entry].Name);
            _entries[entry].Newer = _spare;
            _spare = entry;
            freed += blocksPerName;
        }

        return freed;
    }

    private void Use(int entry)
    {
        if (_entries[entry].Users++ == 0)
        {
            Detach(entry);
        }
    }

    private void Append(int entry)
    {
        _entries[entry].Older = _newest;
        _entries[entry].Newer = -1;
        if (_newest >= 0)
        {
            _entries[_newest].Newer = entry;
        }
        else
        {
            _oldest = entry;
        }

        _newest = entry;
        Idle += blocksPerName;
    }

    private void Detach(int entry)
    {
        var (older, newer) = (_entries[entry].Older, _entries[entry].Newer);
        if (older >= 0)
        {
            _entries[older].Newer = newer;
        }
        else
        {
            _oldest = newer;
        }

        if (newer >= 0)
        {
            _entries[newer].Older = older;
        }
        else
        {
            _newest = older;
        }

        Idle -= blocksPerName;
    }

    private int NewEntry()
    {
        if (_spare >= 0)
        {
            var entry = _spare;
            _spare = _entries[entry].Newer;
            return entry;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        return _count++;
    }

    private struct Entry
    {
        public long Name;
        public int Users;
        public int Older;
        public int Newer;
    }
}
