using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading;

/// <summary>The features of a token that decide whether it belongs to the phrase that a segment holds.</summary>
internal static class PhraseFeatures
{
    private static readonly FeatureGroup s_word = new("t");
    private static readonly FeatureGroup s_before = new("t-1");
    private static readonly FeatureGroup s_beforeThat = new("t-2");
    private static readonly FeatureGroup s_after = new("t+1");
    private static readonly FeatureGroup s_afterThat = new("t+2");
    private static readonly FeatureGroup s_pair = new("tp");
    private static readonly FeatureGroup s_nextPair = new("tn");
    private static readonly FeatureGroup s_class = new("tc");
    private static readonly FeatureGroup s_classBefore = new("tc-1");
    private static readonly FeatureGroup s_classAfter = new("tc+1");
    private static readonly FeatureGroup s_opener = new("to");
    private static readonly FeatureGroup s_openerAt = new("tod");
    private static readonly FeatureGroup s_openerAhead = new("ta");
    private static readonly FeatureGroup s_shape = new("tx");

    private static readonly HashSet<ulong> s_openers =
    [
        .. new[]
        {
            "because", "since", "so", "as", "to", "for", "which", "that", "but", "and", "or", "if", "when", "while", "until", "once", "after", "before", "by", "using", "with", "via",
            "should", "must", "will", "can", "would", "is", "are", "instead", "otherwise", "therefore", "thus", "due", "from", "in", "on", "where", "who", "want", "need", "have", "has",
            "causes", "causing", "means", "makes", "making", "resulting", "allows", "allow", "allowing", "enable", "enables", "without", "this", "currently", "not",
            ",", ";", ":", "(", ")", "\"", "-", "–", ".", "`",
        }.Select(word => WordHash.Of(word)),
    ];

    private static readonly ulong s_edge = WordHash.Of("_edge_");

    /// <summary>Adds the features of a token.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="segment">Its segment.</param>
    /// <param name="tokens">The segment's tokens.</param>
    /// <param name="at">The token.</param>
    /// <param name="opener">Index of the connective or mark before it; −1 for none.</param>
    /// <param name="features">Takes them.</param>
    public static void Add(TicketText text, in Segment segment, ReadOnlySpan<TextToken> tokens, int at, int opener, FeatureBuffer features)
    {
        var clean = text.Text(segment.Field).Clean;
        ref readonly var token = ref tokens[at];
        var name = SegmentFeatures.NameOf(token, clean);
        features.Add(s_word, token.Hash, name);
        Neighbour(s_before, at - 1, tokens, clean, features);
        Neighbour(s_beforeThat, at - 2, tokens, clean, features);
        Neighbour(s_after, at + 1, tokens, clean, features);
        Neighbour(s_afterThat, at + 2, tokens, clean, features);
        if (at > 0) features.Add(s_pair, tokens[at - 1].Hash, token.Hash, SegmentFeatures.NameOf(tokens[at - 1], clean), name);
        if (at + 1 < tokens.Length) features.Add(s_nextPair, token.Hash, tokens[at + 1].Hash, name, SegmentFeatures.NameOf(tokens[at + 1], clean));
        var names = text.Classes.Names;
        Each(token.Classes, names, s_class, features);
        if (at > 0) Each(tokens[at - 1].Classes, names, s_classBefore, features);
        if (at + 1 < tokens.Length) Each(tokens[at + 1].Classes, names, s_classAfter, features);
        if (opener >= 0)
        {
            var openerName = SegmentFeatures.NameOf(tokens[opener], clean);
            features.Add(s_opener, tokens[opener].Hash, openerName);
            features.Add(s_openerAt, tokens[opener].Hash, s_distances[Math.Min(at - opener, s_distances.Length - 1)], openerName, s_distanceNames[Math.Min(at - opener, s_distances.Length - 1)]);
        }
        else features.Add(s_opener, s_edge, "_edge_");

        features.Add(s_shape, at < s_places.Length ? s_places[at] : "later");
        features.Add(s_shape, tokens.Length - 1 - at is var left && left < s_lefts.Length ? s_lefts[left] : "more-left");
        features.Add(s_shape, tokens.Length switch { <= 4 => "of-4", <= 8 => "of-8", <= 14 => "of-14", <= 24 => "of-24", _ => "of-many" });
        if (char.IsUpper(clean[token.Start])) features.Add(s_shape, "upper");
    }

    /// <summary>Whether a phrase often begins after this token.</summary>
    public static bool IsOpener(in TextToken token) => s_openers.Contains(token.Hash);

    private static readonly string[] s_places = ["place-0", "place-1", "place-2", "place-3"];
    private static readonly string[] s_lefts = ["left-0", "left-1", "left-2", "left-3"];
    private static readonly string[] s_distanceNames = ["0", "1", "2", "3", "4", "many"];
    private static readonly ulong[] s_distances = [.. s_distanceNames.Select(name => WordHash.Of(name))];

    private static void Neighbour(in FeatureGroup group, int at, ReadOnlySpan<TextToken> tokens, string clean, FeatureBuffer features)
    {
        if (at >= 0 && at < tokens.Length) features.Add(group, tokens[at].Hash, SegmentFeatures.NameOf(tokens[at], clean));
        else features.Add(group, s_edge, "_edge_");
    }

    private static void Each(ulong bits, string[] names, in FeatureGroup group, FeatureBuffer features)
    {
        for (; bits != 0; bits &= bits - 1) features.Add(group, names[System.Numerics.BitOperations.TrailingZeroCount(bits)]);
    }
}
