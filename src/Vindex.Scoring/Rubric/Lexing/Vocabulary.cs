namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>Every word that a list or pattern names, found by its letters without allocating. Number 0 stands for all other words.</summary>
internal sealed class Vocabulary
{
    // A word's hash above its number; 0 for none.
    private ulong[] _slots = new ulong[8192];
    private readonly List<Entry> _entries = [new("", 0)];

    /// <summary>How many words there are, the unknown one included.</summary>
    public int Count => _entries.Count;

    /// <summary>What a word is evidence of.</summary>
    public Tag TagsOf(int word) => _entries[word].Tags;

    /// <summary>The forms that a word can be.</summary>
    public WordForm FormOf(int word) => _entries[word].Form;

    /// <summary>Adds a lower-case word or finds it, and gives it tags and forms beside those that it has.</summary>
    public int Add(string word, Tag tags, WordForm form)
    {
        var hash = Hash(word);
        var number = Find(word, hash);
        if (number == 0)
        {
            if (_entries.Count * 2 > _slots.Length) Grow();
            number = _entries.Count;
            _entries.Add(new(word, hash));
            Place(number);
        }

        var entry = _entries[number];
        entry.Tags |= tags;
        entry.Form |= form;
        return number;
    }

    /// <summary>The number of a word given by its lower-case letters and their <see cref="Hash"/>; 0 when it is in no list.</summary>
    public int Find(ReadOnlySpan<char> lowered, uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var found = _slots[slot];
            if (found == 0) return 0;
            if (found >> 32 == hash && lowered.SequenceEqual(_entries[(int)(uint)found].Word)) return (int)(uint)found;
        }
    }

    /// <summary>A hash that is the same in every process (the built-in one is not).</summary>
    public static uint Hash(ReadOnlySpan<char> lowered)
    {
        var hash = 2166136261u;
        foreach (var c in lowered) hash = (hash ^ c) * 16777619u;
        return hash ^ (hash >> 15);
    }

    private void Grow()
    {
        _slots = new ulong[_slots.Length * 2];
        for (var number = 1; number < _entries.Count; number++) Place(number);
    }

    private void Place(int number)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = _entries[number].Hash & mask;
        while (_slots[slot] != 0) slot = (slot + 1) & mask;
        _slots[slot] = ((ulong)_entries[number].Hash << 32) | (uint)number;
    }

    private sealed class Entry(string word, uint hash)
    {
        public readonly string Word = word;
        public readonly uint Hash = hash;
        public Tag Tags;
        public WordForm Form;
    }
}
