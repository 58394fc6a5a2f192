using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>A family of features, such as the words of a segment.</summary>
/// <param name="Name">Its name in model files.</param>
internal readonly record struct FeatureGroup(string Name)
{
    /// <summary>Its hash.</summary>
    public ulong Hash { get; } = WordHash.Of(Name);

    /// <summary>A feature of this group.</summary>
    public Feature Feature(string word) => new(Name + ":" + word, WordHash.Combine(Hash, WordHash.Of(word)));

    /// <summary>Features of this group that begin alike, one for each name.</summary>
    public Feature[] Features(string prefix, params ReadOnlySpan<string> names)
    {
        var features = new Feature[names.Length];
        for (var i = 0; i < names.Length; i++) features[i] = Feature(prefix + names[i]);
        return features;
    }
}

/// <summary>A feature that is known beforehand.</summary>
/// <param name="Name">Its name in model files.</param>
/// <param name="Hash">Its hash.</param>
internal readonly record struct Feature(string Name, ulong Hash);
