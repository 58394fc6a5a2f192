using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring;

namespace Vindex.Server.Rewriting;

/// <summary>A ticket to rewrite.</summary>
internal sealed record RewriteRequestBody : ScoreRequestBody
{
    /// <summary>Format of the proposed text: <c>markdown</c> (default), <c>jira</c> (Jira wiki markup) or <c>adf</c> (an Atlassian document).</summary>
    [RewriteFormat]
    [JsonPropertyOrder(1)]
    public string? Format { get; init; }

    /// <summary>Who proposes the text: <c>rules</c> (the offline rewriter) or <c>model</c>; by default the one that judges the ticket.</summary>
    [RewriterName]
    [JsonPropertyOrder(2)]
    public string? Rewriter { get; init; }
}

/// <summary>A ticket to propose acceptance criteria for.</summary>
internal sealed record CriteriaRequestBody : ScoreRequestBody
{
    /// <summary>How conditions are written: <c>given_when_then</c> (default) or <c>bullet</c>.</summary>
    [CriterionForm]
    [JsonPropertyOrder(1)]
    public string? Form { get; init; }
}

/// <summary>One of a few names.</summary>
internal abstract class OneOfAttribute(IReadOnlyList<string> names) : TextAttribute(20)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!names.Contains((string)value)) yield return $"must be one of {string.Join(", ", names)}";
    }
}

/// <summary>The name of a format.</summary>
internal sealed class RewriteFormatAttribute() : OneOfAttribute(RewriteFormats.Names);

/// <summary>The name of a form of criteria.</summary>
internal sealed class CriterionFormAttribute() : OneOfAttribute(["given_when_then", "bullet"]);

/// <summary>The name of a rewriter.</summary>
internal sealed class RewriterNameAttribute() : OneOfAttribute([Rewriters.Rules, Rewriters.Model]);

/// <summary>The overall score and the six dimensions.</summary>
/// <param name="OverallScore">Mean of the six dimensions, one decimal.</param>
/// <param name="IndividualScores">The six INVEST dimensions.</param>
internal sealed record RewriteScoreBody(decimal OverallScore, InvestScoresBody IndividualScores)
{
    public static RewriteScoreBody Of(Judgement judgement) => new(judgement.Scores.Overall, InvestScoresBody.Of(judgement.Scores));
}

/// <summary>A proposed text for a ticket. Nothing is stored.</summary>
/// <param name="Kind">The kind that the text is arranged for.</param>
/// <param name="Format">The text's format.</param>
/// <param name="Text">The proposed description, which includes the acceptance criteria; with the format <c>adf</c> the same as Markdown.</param>
/// <param name="Document">The proposed description as an Atlassian document; null unless the format is <c>adf</c>.</param>
/// <param name="Before">The ticket's score.</param>
/// <param name="After">The score with the proposed text.</param>
/// <param name="Questions">Questions in the text, where a fact is missing.</param>
/// <param name="Rewriter">Who proposed it.</param>
/// <param name="Difference">What became of each line: the proposed lines in order, then those that were removed.</param>
/// <param name="LeftOut">Text of the ticket that the proposal leaves out.</param>
/// <param name="NewPhrases">Words in the text that the ticket does not have, outside headings and questions: facts that somebody may have invented. Empty for the offline rewriter.</param>
internal sealed record RewriteBody(
    TicketKind Kind,
    string Format,
    string Text,
    JsonElement? Document,
    RewriteScoreBody Before,
    RewriteScoreBody After,
    IReadOnlyList<string> Questions,
    RewriterBody Rewriter,
    IReadOnlyList<ChangedLine> Difference,
    IReadOnlyList<LeftOut> LeftOut,
    IReadOnlyList<string> NewPhrases)
{
    public static RewriteBody Of(ProposedText proposal, string format)
    {
        var (ticket, rewrite) = (proposal.Ticket, proposal.Rewrite);
        var markdown = MarkdownFormat.Write(rewrite.Blocks);
        return new RewriteBody(
            rewrite.Kind,
            format,
            format == RewriteFormats.Jira ? JiraFormat.Write(rewrite.Blocks) : markdown,
            format == RewriteFormats.Adf ? JsonElement.Parse(AdfFormat.Write(rewrite.Blocks)) : null,
            RewriteScoreBody.Of(rewrite.Before),
            RewriteScoreBody.Of(rewrite.After),
            rewrite.Questions,
            RewriterBody.Of(proposal),
            LineDifference.Between(ticket.Description.Source + "\n" + ticket.AcceptanceCriteria.Source, markdown),
            rewrite.LeftOut,
            Vindex.Scoring.Rewriting.NewPhrases.Find(ticket, rewrite.Blocks));
    }
}

/// <summary>Who proposed a text.</summary>
/// <param name="Name"><c>rules</c> (the offline rewriter) or <c>model</c>.</param>
/// <param name="Run">The model that was asked, and what that took; left out if none was.</param>
/// <param name="Remark">Why a model was chosen and did not propose it; left out otherwise.</param>
internal sealed record RewriterBody(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelRunBody? Run = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Remark = null)
{
    public static RewriterBody Of(ProposedText proposal) => new(
        proposal.Run is { Failure: null } ? Rewriters.Model : Rewriters.Rules,
        proposal.Run is { } run ? ModelRunBody.Of(run) : null,
        proposal.Remark);
}

/// <summary>Proposed acceptance criteria. Nothing is stored.</summary>
/// <param name="Criteria">The criteria, at most 12: those that the ticket states, then those that follow from its words.</param>
/// <param name="Questions">Questions in them, where a scenario lacks a part.</param>
internal sealed record CriteriaBody(IReadOnlyList<ProposedCriterion> Criteria, IReadOnlyList<string> Questions)
{
    public static CriteriaBody Of(IReadOnlyList<ProposedCriterion> criteria) =>
        new(criteria, [.. criteria.SelectMany(criterion => criterion.Parts).Select(part => part.Question).OfType<string>().Distinct()]);
}

/// <summary>A ticket as a work order for a coding agent.</summary>
/// <param name="Text">The order, in Markdown.</param>
/// <param name="Ready">Whether the ticket says everything that an agent needs.</param>
/// <param name="Checks">What the ticket says about each topic.</param>
/// <param name="Questions">What to ask before work begins.</param>
internal sealed record WorkOrderBody(string Text, bool Ready, IReadOnlyList<ReadinessBody> Checks, IReadOnlyList<string> Questions)
{
    public static WorkOrderBody Of(Ticket ticket, TicketRewrite rewrite)
    {
        var results = AgentReadiness.Of(ticket, rewrite.Before.Reading);
        var checks = results.Select(ReadinessBody.Of).ToList();
        return new WorkOrderBody(WorkOrder.Write(ticket, rewrite), checks.TrueForAll(check => check.Met), checks, rewrite.Questions);
    }
}

/// <summary>What a ticket says about a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Met">Whether the ticket says something about it.</param>
/// <param name="Field">Where; null if not met.</param>
/// <param name="Quote">The words; null if not met.</param>
/// <param name="Start">First UTF-16 unit of the quote; null if not met.</param>
/// <param name="End">One past the last; null if not met.</param>
/// <param name="Advice">What to add; null if met.</param>
internal sealed record ReadinessBody(ReadinessTopic Topic, bool Met, TicketField? Field, string? Quote, int? Start, int? End, string? Advice)
{
    public static ReadinessBody Of(ReadinessResult result) => new(
        result.Check.Topic, result.IsMet, result.Field, result.Quote, result.Start, result.End, result.IsMet ? null : result.Check.Advice);
}

/// <summary>The names of rewriters.</summary>
internal static class Rewriters
{
    public const string Rules = "rules";
    public const string Model = "model";

    /// <summary>The choice by that name.</summary>
    public static RewriterChoice Of(string? name) => name switch
    {
        Rules => RewriterChoice.Rules,
        Model => RewriterChoice.Model,
        _ => RewriterChoice.AsJudged,
    };
}

/// <summary>The names of formats.</summary>
internal static class RewriteFormats
{
    public const string Markdown = "markdown";
    public const string Jira = "jira";
    public const string Adf = "adf";

    public static IReadOnlyList<string> Names { get; } = [Markdown, Jira, Adf];
}
