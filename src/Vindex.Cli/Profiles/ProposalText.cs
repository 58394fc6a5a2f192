using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Profiles.Examples;

namespace Vindex.Cli.Profiles;

/// <summary>A proposal as text and as JSON.</summary>
internal static class ProposalText
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true };

    /// <summary>Tables for a terminal.</summary>
    public static string Table(ProfileProposal proposal)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{proposal.Tickets:N0} rated tickets. Agreement with ratings of tickets that the weights were not learned from:\n\n");
        text.Append($"{"",-12} {"tickets",7}  {"spearman",14}  {"mean error",14}  {"level",5}\n");
        foreach (var dimension in proposal.Dimensions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{dimension.Dimension.Name(),-12} {dimension.Tickets,7}  ");
            text.Append(CultureInfo.InvariantCulture, $"{Pair(dimension.Before?.RankCorrelation, dimension.After?.RankCorrelation),14}  ");
            text.Append(CultureInfo.InvariantCulture, $"{Pair(dimension.Before?.MeanError, dimension.After?.MeanError),14}  {(dimension.Before is { } known ? Signed(known.Level) : "–"),5}  {Words(dimension.Outcome)}\n");
        }

        if (proposal.Changes.Count == 0) return text.Append("\nNo weights are proposed.\n").ToString();
        var width = proposal.Changes.Max(change => change.Rule.Length);
        text.Append($"\n{"rule".PadRight(width)} {"weight",14} {"tickets",8}  {"points on average",18}\n");
        foreach (var change in proposal.Changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{change.Rule.PadRight(width)} {Pair(change.From, change.To),14} {change.Tickets,8}  ");
            text.Append(CultureInfo.InvariantCulture, $"{Signed(change.PointsBefore) + " → " + Signed(change.PointsAfter),18}\n");
        }

        return text.ToString();
    }

    /// <summary>The same as JSON.</summary>
    public static string Json(ProfileProposal proposal) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("tickets", proposal.Tickets);
        json.WriteStartArray("dimensions");
        foreach (var dimension in proposal.Dimensions)
        {
            json.WriteStartObject();
            json.WriteString("dimension", dimension.Dimension.Name());
            json.WriteNumber("tickets", dimension.Tickets);
            json.WriteString("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(dimension.Outcome.ToString()));
            WriteAgreement(json, "before", dimension.Before);
            WriteAgreement(json, "after", dimension.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changes");
        foreach (var change in proposal.Changes)
        {
            json.WriteStartObject();
            json.WriteString("rule", change.Rule);
            json.WriteNumber("from", change.From);
            json.WriteNumber("to", change.To);
            json.WriteNumber("tickets", change.Tickets);
            json.WriteNumber("points_before", Math.Round(change.PointsBefore, 3));
            json.WriteNumber("points_after", Math.Round(change.PointsAfter, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("profile");
        WriteProfile(json, proposal.Profile);
        json.WriteEndObject();
    });

    /// <summary>A profile's document.</summary>
    public static string Profile(Profile profile) => Write(json => WriteProfile(json, profile));

    private static void WriteProfile(Utf8JsonWriter json, Profile profile)
    {
        json.WriteStartObject();
        json.WriteStartObject("rule_weights");
        foreach (var (rule, weight) in profile.RuleWeights) json.WriteNumber(rule, weight);
        json.WriteEndObject();
        json.WriteStartObject("vocabulary");
        foreach (var (list, words) in profile.Vocabulary)
        {
            json.WriteStartArray(list);
            foreach (var word in words) json.WriteStringValue(word);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAgreement(Utf8JsonWriter json, string name, FitAgreement? agreement)
    {
        if (agreement is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("rank_correlation", Math.Round(agreement.RankCorrelation, 3));
        json.WriteNumber("mean_error", Math.Round(agreement.MeanError, 3));
        json.WriteNumber("level", Math.Round(agreement.Level, 3));
        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_indented)) write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static string Pair(double? before, double? after) =>
        before is { } from && after is { } to ? string.Create(CultureInfo.InvariantCulture, $"{from:0.00} → {to:0.00}") : "–";

    private static string Signed(double points) => points.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static string Words(FitOutcome outcome) => outcome switch
    {
        FitOutcome.Proposed => "better: weights are proposed",
        FitOutcome.NoBetter => "not clearly better: unchanged",
        _ => $"fewer than {ProfileFit.NeededTickets} rated tickets: unchanged",
    };
}
