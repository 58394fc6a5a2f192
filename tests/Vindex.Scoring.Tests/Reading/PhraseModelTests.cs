using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tests.Judging;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>The model looks words up in another way than it was trained; the sums must be those of the features, to the last bit.</summary>
public sealed class PhraseModelTests
{
    private static readonly LinearModel s_features = LinearModel.Load("Reading/phrases.txt");

    [Theory]
    [InlineData(Judged.BugSummary, Judged.BugText)]
    [InlineData(Judged.FeatureSummary, Judged.FeatureText)]
    [InlineData(
        "As a reader, I want to extend a loan, because the desk is closed at night",
        "So that I need not call: use the REST API, or maybe \"something else\" (not sure) – see ABC-12 and `x()`.")]
    [InlineData("x", "Zyzzyx, qwpfgj; because. So, and - (or) \"`\" a b c d e f g h i j k l m n o p q r s t u v w x y z")]
    public void The_scores_are_the_sums_of_the_features(string summary, string description)
    {
        var text = Texts.Read(summary, description);
        foreach (var segment in text.Segments)
        {
            if (segment.Zone == Zone.Code) continue;
            var tokens = text.TokensOf(segment);
            var scores = new double[tokens.Length * ReadingModel.SpanTypes];

            ReadingModel.Phrases(text, segment, scores);

            scores.ShouldBe(FromFeatures(text, segment));
        }
    }

    private static double[] FromFeatures(TicketText text, in Segment segment)
    {
        var (features, seen) = (new FeatureBuffer(), new LinearModel.Seen());
        var tokens = text.TokensOf(segment);
        var scores = new double[tokens.Length * ReadingModel.SpanTypes];
        var opener = -1;
        for (var i = 0; i < tokens.Length; i++)
        {
            features.Clear();
            PhraseFeatures.Add(text, segment, tokens, i, opener, features);
            s_features.Sum(features.Hashes, seen, scores.AsSpan(i * ReadingModel.SpanTypes, ReadingModel.SpanTypes));
            if (PhraseFeatures.IsOpener(tokens[i])) opener = i;
        }

        return scores;
    }
}
