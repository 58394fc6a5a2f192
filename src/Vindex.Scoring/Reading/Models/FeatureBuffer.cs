using System.Numerics;
using System.Runtime.CompilerServices;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

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

    /// <summary>Adds a feature that is known beforehand.</summary>
    public void Add(in Feature feature)
    {
        Push(feature.Hash);
        if (Names is not null) Names.TryAdd(feature.Hash, feature.Name);
    }

    /// <summary>Adds a feature of a group and a token.</summary>
    public void Add(in FeatureGroup group, in TextToken token, string clean)
    {
        var hash = WordHash.Combine(group.Hash, token.Hash);
        Push(hash);
        if (Names is not null) Name(hash, group, token.NameIn(clean), []);
    }

    /// <summary>Adds a feature of a group and two tokens.</summary>
    public void Add(in FeatureGroup group, in TextToken first, in TextToken second, string clean)
    {
        var hash = WordHash.Combine(group.Hash, first.Hash, second.Hash);
        Push(hash);
        if (Names is not null) Name(hash, group, first.NameIn(clean), second.NameIn(clean));
    }

    /// <summary>Adds a feature of a group, a token and a word.</summary>
    public void Add(in FeatureGroup group, in TextToken first, in Word second, string clean)
    {
        var hash = WordHash.Combine(group.Hash, first.Hash, second.Hash);
        Push(hash);
        if (Names is not null) Name(hash, group, first.NameIn(clean), second.Text);
    }

    /// <summary>Adds a feature of a group and a word, or two.</summary>
    public void Add(in FeatureGroup group, in Word first, in Word second = default)
    {
        var hash = WordHash.Combine(group.Hash, first.Hash, second.Hash);
        Push(hash);
        if (Names is not null) Name(hash, group, first.Text, second.Text);
    }

    /// <summary>Adds a feature for each bit that is set.</summary>
    public void AddEach(in FeatureGroup group, ulong bits, Word[] names)
    {
        for (; bits != 0; bits &= bits - 1) Add(group, names[BitOperations.TrailingZeroCount(bits)]);
    }

    /// <summary>Adds a feature for each pair of a bit set in the first and one set in the second.</summary>
    public void AddPairs(in FeatureGroup group, ulong first, ulong second, Word[] names)
    {
        if (second == 0) return;
        for (; first != 0; first &= first - 1)
        {
            ref readonly var name = ref names[BitOperations.TrailingZeroCount(first)];
            for (var bits = second; bits != 0; bits &= bits - 1) Add(group, name, names[BitOperations.TrailingZeroCount(bits)]);
        }
    }

    /// <summary>Adds a feature of a group and the beginning of a word.</summary>
    public void AddStem(in FeatureGroup group, ReadOnlySpan<char> stem)
    {
        var hash = WordHash.Combine(group.Hash, WordHash.Of(stem));
        Push(hash);
        if (Names is not null) Name(hash, group, stem, []);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(ulong hash)
    {
        var (hashes, count) = (_hashes, Count);
        if ((uint)count >= (uint)hashes.Length) hashes = Grow();
        hashes[count] = hash;
        Count = count + 1;
    }

    private ulong[] Grow()
    {
        Array.Resize(ref _hashes, Count * 2);
        return _hashes;
    }

    private void Name(ulong hash, in FeatureGroup group, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        if (Names!.ContainsKey(hash)) return;
        var words = second.IsEmpty ? first.ToString() : $"{first} {second}";
        Names[hash] = group.Name + ":" + words.ToLowerInvariant().Replace('’', '\'');
    }
}
