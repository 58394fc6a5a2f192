namespace Vindex.Scoring.Rubric.Outline;

/// <summary>A set of word stems that only grows.</summary>
internal sealed class StemSet
{
    private const int Least = 128;
    private const int Large = 1 << 14;
    private uint[] _slots = new uint[Least];

    /// <summary>How many stems are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Removes all, for the next ticket.</summary>
    public void Clear()
    {
        if (_slots.Length > Large) _slots = new uint[Least];
        else Array.Clear(_slots);
        Count = 0;
    }

    /// <summary>Adds a stem; false when it was there.</summary>
    public bool Add(uint stem)
    {
        if (Count * 2 >= _slots.Length) Grow();
        return Place(stem | 1);
    }

    /// <summary>Whether a stem is in it.</summary>
    public bool Contains(uint stem)
    {
        stem |= 1;
        var mask = (uint)_slots.Length - 1;
        for (var slot = (stem >> 1) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == stem) return true;
        }

        return false;
    }

    // The lowest bit marks a used slot; two stems that differ in it alone count as one.
    private bool Place(uint stem)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = (stem >> 1) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == stem) return false;
        }

        _slots[slot] = stem;
        Count++;
        return true;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new uint[old.Length * 2];
        Count = 0;
        foreach (var stem in old)
        {
            if (stem != 0) Place(stem);
        }
    }
}
