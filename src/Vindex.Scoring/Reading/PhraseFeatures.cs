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
    private static readonly FeatureGroup s_shape = new("tx");

    private static readonly HashTable s_openers = HashTable.Of(
    [
        .. new[]
        {
            "because", "since", "so", "as", "to", "for", "which", "that", "but", "and", "or", "if", "when", "while", "until", "once", "after", "before", "by", "using", "with", "via",
            "should", "must", "will", "can", "would", "is", "are", "instead", "otherwise", "therefore", "thus", "due", "from", "in", "on", "where", "who", "want", "need", "have", "has",
            "causes", "causing", "means", "makes", "making", "resulting", "allows", "allow", "allowing", "enable", "enables", "without", "this", "currently", "not",
            ",", ";", ":", "(", ")", "\"", "-", "–", ".", "`",
        }.Select(word => WordHash.Of(word)),
    ]);

    private static readonly Word s_edge = new("_edge_", WordHash.Of("_edge_"));
    private static readonly Word[] s_distances = Word.Of("0", "1", "2", "3", "4", "many");
    private static readonly Feature[] s_places = s_shape.Features("", "place-0", "place-1", "place-2", "place-3", "later");
    private static readonly Feature[] s_lefts = s_shape.Features("", "left-0", "left-1", "left-2", "left-3", "more-left");
    private static readonly Feature[] s_lengths = s_shape.Features("", "of-4", "of-8", "of-14", "of-24", "of-many");
    private static readonly Feature s_upper = s_shape.Feature("upper");

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
        var labels = text.Classes.Labels;
        features.Add(s_word, token, clean);
        AddNeighbour(s_before, at - 1, tokens, clean, features);
        AddNeighbour(s_beforeThat, at - 2, tokens, clean, features);
        AddNeighbour(s_after, at + 1, tokens, clean, features);
        AddNeighbour(s_afterThat, at + 2, tokens, clean, features);
        if (at > 0) features.Add(s_pair, tokens[at - 1], token, clean);
        if (at + 1 < tokens.Length) features.Add(s_nextPair, token, tokens[at + 1], clean);
        features.AddEach(s_class, token.Classes, labels);
        if (at > 0) features.AddEach(s_classBefore, tokens[at - 1].Classes, labels);
        if (at + 1 < tokens.Length) features.AddEach(s_classAfter, tokens[at + 1].Classes, labels);
        if (opener >= 0)
        {
            features.Add(s_opener, tokens[opener], clean);
            features.Add(s_openerAt, tokens[opener], s_distances[Math.Min(at - opener, s_distances.Length - 1)], clean);
        }
        else features.Add(s_opener, s_edge);

        features.Add(s_places[Math.Min(at, s_places.Length - 1)]);
        features.Add(s_lefts[Math.Min(tokens.Length - 1 - at, s_lefts.Length - 1)]);
        features.Add(s_lengths[tokens.Length switch { <= 4 => 0, <= 8 => 1, <= 14 => 2, <= 24 => 3, _ => 4 }]);
        if (char.IsUpper(clean[token.Start])) features.Add(s_upper);
    }

    /// <summary>Whether a phrase often begins after this token.</summary>
    public static bool IsOpener(in TextToken token) => s_openers.Contains(token.Hash);

    private static void AddNeighbour(in FeatureGroup group, int at, ReadOnlySpan<TextToken> tokens, string clean, FeatureBuffer features)
    {
        if ((uint)at < (uint)tokens.Length) features.Add(group, tokens[at], clean);
        else features.Add(group, s_edge);
    }
}
