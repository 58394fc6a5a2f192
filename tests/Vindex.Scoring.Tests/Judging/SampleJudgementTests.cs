using System.Globalization;
using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tests.Development;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>
/// Everything that people read about the sample tickets stays as it is within a version of the rubric: kind, spans, contributions with their quotes, unearned
/// points, recommendations, evidence and confidence. Update the file with <c>VINDEX_SNAPSHOTS=write</c> and review the difference.
/// </summary>
public sealed class SampleJudgementTests
{
    private const string FileName = "Judging/judgements.txt";

    [Fact]
    public void The_judgements_of_a_version_stay()
    {
        var now = SampleTickets.All.Concat(SampleTickets.Forms).SelectMany(ticket => Lines(ticket.Summary, ticket.Description)).ToArray();
        if (Environment.GetEnvironmentVariable("VINDEX_SNAPSHOTS") == "write")
        {
            File.WriteAllLines(Path.Combine(Repository.Folder!, "tests/Vindex.Scoring.Tests", FileName), now);
            return;
        }

        now.ShouldBe(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, FileName)));
    }

    private static IEnumerable<string> Lines(string summary, string description)
    {
        var judgement = Judged.Of(summary, description);
        var reading = judgement.Reading!;
        yield return "# " + summary;
        yield return $"{reading.Kind.Name()} by {reading.KindSource}, {reading.Language}";
        yield return $"confidence {judgement.Confidence!.Level}: {string.Join("; ", judgement.Confidence.Reasons)}";
        foreach (var span in reading.Spans) yield return $"span {span.Type.Name()} {span.Field} {span.Start}-{span.End}: {OneLine(span.Quote)}";
        foreach (var dimension in Dimensions.All)
        {
            var explanation = judgement.Explanation![dimension];
            yield return $"{dimension.Name()} {Points(explanation.Start.Points)} {explanation.Start.Why} -> {Points(explanation.Sum)}, {explanation.Score}";
            foreach (var one in explanation.Contributions)
                yield return $"  {Points(one.Points)} {one.Rule} {one.Field} {one.Start}-{one.End} {one.Why}: {OneLine(one.Quote ?? "")}";
            foreach (var one in explanation.NotEarned) yield return $"  not earned {Points(one.Points)} {one.Rule} {one.Why} | {one.Advice}";
        }

        foreach (var one in judgement.RecommendationDetails) yield return $"advice {Points(one.Lift)} {one.Rule} {one.Dimension.Name()}: {one.Text}";
        foreach (var (dimension, statements) in judgement.ContextUsed.OrderBy(pair => pair.Key))
            yield return $"evidence {dimension.Name()}: {OneLine(string.Join(" | ", statements))}";
    }

    private static string Points(double points) => points.ToString("0.00", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings("⏎");
}
