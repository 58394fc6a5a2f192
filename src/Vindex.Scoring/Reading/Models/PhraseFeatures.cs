using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Reading.Models;

/// <summary>The features of a token that decide whether it belongs to the phrase that a segment holds.</summary>
internal static class PhraseFeatures
{
    internal static readonly FeatureGroup Own = new("t");
    internal static readonly FeatureGroup Before = new("t-1");
    internal static readonly FeatureGroup BeforeThat = new("t-2");
    internal static readonly FeatureGroup After = new("t+1");
    internal static readonly FeatureGroup AfterThat = new("t+2");
    internal static readonly FeatureGroup Pair = new("tp");
    internal static readonly FeatureGroup NextPair = new("tn");
    internal static readonly FeatureGroup Class = new("tc");
    internal static readonly FeatureGroup ClassBefore = new("tc-1");
    internal static readonly FeatureGroup ClassAfter = new("tc+1");
    internal static readonly FeatureGroup Opener = new("to");
    internal static readonly FeatureGroup OpenerAt = new("tod");
    private static readonly FeatureGroup s_shape = new("tx");

    private static readonly HashTable s_openers = HashTable.Of(
    [
        .. new[]
        {
            "because", "since", "so", "as", "to", "for", "which", "that", "but", "and", "or", "if", "when", "while", "until", "once", "after", "before", "by",
            "using", "with", "via",
            "should", "must", "will", "can", "would", "is", "are", "instead", "otherwise", "therefore", "thus", "due", "from", "in", "on", "where", "who",
            "want", "need", "have", "has",
            "causes", "causing", "means", "makes", "making", "resulting", "allows", "allow", "allowing", "enable", "enables", "without", "this", "currently",
            "not",
            ",", ";", ":", "(", ")", "\"", "-", "–", ".", "`",
        }.Select(word => WordHash.Of(word)),
    ]);

    internal static readonly Word Edge = new("_edge_", WordHash.Of("_edge_"));
    private static readonly Word[] s_distances = Word.Of("0", "1", "2", "3", "4", "many");
    internal static readonly Feature[] Places = s_shape.Features("", "place-0", "place-1", "place-2", "place-3", "later");
    internal static readonly Feature[] Lefts = s_shape.Features("", "left-0", "left-1", "left-2", "left-3", "more-left");
    internal static readonly Feature[] Lengths = s_shape.Features("", "of-4", "of-8", "of-14", "of-24", "of-many");
    internal static readonly Feature Upper = s_shape.Feature("upper");

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
        features.Add(Own, token, clean);
        AddNeighbour(Before, at - 1, tokens, clean, features);
        AddNeighbour(BeforeThat, at - 2, tokens, clean, features);
        AddNeighbour(After, at + 1, tokens, clean, features);
        AddNeighbour(AfterThat, at + 2, tokens, clean, features);
        if (at > 0) features.Add(Pair, tokens[at - 1], token, clean);
        if (at + 1 < tokens.Length) features.Add(NextPair, token, tokens[at + 1], clean);
        features.AddEach(Class, token.Classes, labels);
        if (at > 0) features.AddEach(ClassBefore, tokens[at - 1].Classes, labels);
        if (at + 1 < tokens.Length) features.AddEach(ClassAfter, tokens[at + 1].Classes, labels);
        if (opener >= 0)
        {
            features.Add(Opener, tokens[opener], clean);
            features.Add(OpenerAt, tokens[opener], DistanceTo(at - opener), clean);
        }
        else
        {
            features.Add(Opener, Edge);
        }

        features.Add(Places[Math.Min(at, Places.Length - 1)]);
        features.Add(Lefts[Math.Min(tokens.Length - 1 - at, Lefts.Length - 1)]);
        features.Add(Lengths[LengthOf(tokens.Length)]);
        if (char.IsUpper(clean[token.Start])) features.Add(Upper);
    }

    /// <summary>Whether a phrase often begins after this token.</summary>
    public static bool IsOpener(in TextToken token) => s_openers.Contains(token.Hash);

    /// <summary>The word for a distance to an opener.</summary>
    internal static ref readonly Word DistanceTo(int tokens) => ref s_distances[Math.Min(tokens, s_distances.Length - 1)];

    /// <summary>The step of <see cref="Lengths"/> for a number of tokens.</summary>
    internal static int LengthOf(int tokens) => tokens switch { <= 4 => 0, <= 8 => 1, <= 14 => 2, <= 24 => 3, _ => 4 };

    private static void AddNeighbour(in FeatureGroup group, int at, ReadOnlySpan<TextToken> tokens, string clean, FeatureBuffer features)
    {
        if ((uint)at < (uint)tokens.Length) features.Add(group, tokens[at], clean);
        else features.Add(group, Edge);
    }
}
