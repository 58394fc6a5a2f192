using System.Text.Json.Serialization;
using Vindex.Models;
using Vindex.Scoring;

namespace Vindex.Server.Judging;

/// <summary>What happens to a ticket that the model does not score.</summary>
[JsonConverter(typeof(WireNames<ModelFallback>))]
internal enum ModelFallback
{
    /// <summary>The offline judge scores it, and the score says so.</summary>
    Rules,

    /// <summary>It has no score: 503, or a failed callback after the retries of the queue.</summary>
    Fail,
}

/// <summary>How tickets are judged.</summary>
/// <param name="Judge"><c>rules</c>, <c>model:NAME</c> or <c>consensus:NAME</c>; NAME is a connection.</param>
/// <param name="Runs">How often the model is asked; the median counts.</param>
/// <param name="Fallback">What happens if the model gives no score.</param>
internal sealed record JudgingChoice(string Judge, int Runs = 1, ModelFallback Fallback = ModelFallback.Rules)
{
    /// <summary>The offline judge.</summary>
    public const string Rules = "rules";

    private const string ModelPrefix = "model:";
    private const string ConsensusPrefix = "consensus:";

    /// <summary>The connection to the model; null for the offline judge.</summary>
    [JsonIgnore]
    public string? Connection => ConnectionOf(Judge);

    /// <summary>The plan for the model.</summary>
    [JsonIgnore]
    public JudgingPlan Plan =>
        new(Judge.StartsWith(ConsensusPrefix, StringComparison.Ordinal) ? JudgingMode.Consensus : JudgingMode.Model, Runs);

    /// <summary>Whether a text names a judge; its connection may not exist.</summary>
    public static bool IsJudge(string text) => text == Rules || ConnectionOf(text) is not null;

    private static string? ConnectionOf(string judge)
    {
        foreach (var prefix in (ReadOnlySpan<string>)[ModelPrefix, ConsensusPrefix])
        {
            if (judge.StartsWith(prefix, StringComparison.Ordinal) && ConnectionName.IsValid(judge[prefix.Length..])) return judge[prefix.Length..];
        }

        return null;
    }
}

/// <summary>Names of connections to models.</summary>
internal static class ConnectionName
{
    /// <summary>A company's own connection.</summary>
    public const string Own = "own";

    private const int Longest = 40;

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
