using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading;

/// <summary>Collects the features of one segment or ticket as hashes. While a model is trained it also keeps their names.</summary>
internal sealed class FeatureBuffer
{
    private ulong[] _hashes = new ulong[256];

    /// <summary>Names by hash, kept while a model is trained; null otherwise.</summary>
    public Dictionary<ulong, string>? Names { get; init; }

    /// <summary>The features so far; one may appear twice.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of a feature by its name in a model file: <c>group:word</c> or <c>group:word word</c>.</summary>
    public static ulong HashOf(ReadOnlySpan<char> name)
    {
        var colon = name.IndexOf(':');
        var words = name[(colon + 1)..];
        var blank = words.IndexOf(' ');
        return blank < 0
            ? WordHash.Combine(WordHash.Of(name[..colon]), WordHash.Of(words))
            : WordHash.Combine(WordHash.Of(name[..colon]), WordHash.Of(words[..blank]), WordHash.Of(words[(blank + 1)..]));
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a feature of a group and a word.</summary>
    public void Add(in FeatureGroup group, ulong word, ReadOnlySpan<char> text)
    {
        var hash = WordHash.Combine(group.Hash, word);
        Push(hash);
        if (Names is not null && !Names.ContainsKey(hash)) Names[hash] = group.Name + ":" + text.ToString().ToLowerInvariant().Replace('’', '\'');
    }

    /// <summary>Adds a feature of a group and two words.</summary>
    public void Add(in FeatureGroup group, ulong first, ulong second, ReadOnlySpan<char> firstText, ReadOnlySpan<char> secondText)
    {
        var hash = WordHash.Combine(group.Hash, first, second);
        Push(hash);
        if (Names is not null && !Names.ContainsKey(hash)) Names[hash] = group.Name + ":" + (firstText.ToString() + " " + secondText.ToString()).ToLowerInvariant().Replace('’', '\'');
    }

    /// <summary>Adds a feature by group and a fixed name.</summary>
    public void Add(in FeatureGroup group, string name)
    {
        var hash = WordHash.Combine(group.Hash, WordHash.Of(name));
        Push(hash);
        if (Names is not null && !Names.ContainsKey(hash)) Names[hash] = group.Name + ":" + name;
    }

    private void Push(ulong hash)
    {
        if (Count == _hashes.Length) Array.Resize(ref _hashes, Count * 2);
        _hashes[Count++] = hash;
    }
}

/// <summary>A family of features, such as the words of a segment.</summary>
/// <param name="Name">Its name in model files.</param>
internal readonly record struct FeatureGroup(string Name)
{
    /// <summary>Its hash.</summary>
    public ulong Hash { get; } = WordHash.Of(Name);
}
