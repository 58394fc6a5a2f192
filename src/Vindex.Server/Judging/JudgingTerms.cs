using Vindex.Models;
using Vindex.Scoring;

namespace Vindex.Server.Judging;

/// <summary>Who judges a ticket.</summary>
internal abstract record JudgingTerms
{
    private JudgingTerms()
    {
    }

    /// <summary>What a score depends on beside ticket, profile and rubric; null for the offline judge.</summary>
    public virtual string? Identity => null;

    /// <summary>How long a model may take.</summary>
    public virtual TimeSpan Deadline => TimeSpan.Zero;

    /// <summary>The offline judge.</summary>
    /// <param name="Remark">Why a model was chosen and does not judge; null if none was chosen.</param>
    public sealed record Offline(string? Remark) : JudgingTerms
    {
        /// <summary>No model was chosen.</summary>
        public static Offline Chosen { get; } = new(Remark: null);

        /// <summary>A model was chosen, but nothing may be sent to it.</summary>
        public static Offline NoConsent { get; } =
            new("The customer has not consented to its tickets being sent to a model. The offline judge scored instead.");
    }

    /// <summary>A model.</summary>
    /// <param name="CompanyId">The company; empty for the public evaluator.</param>
    /// <param name="Rules">Its rules.</param>
    /// <param name="Choice">How this ticket is judged.</param>
    /// <param name="Judge">The model; null if the connection does not exist, or its key cannot be read.</param>
    public sealed record Model(string CompanyId, JudgingRules Rules, JudgingChoice Choice, ModelJudge? Judge) : JudgingTerms
    {
        public override string Identity => Judge?.Identity(Choice.Plan) ?? "";

        public override TimeSpan Deadline => Judge?.Settings.Deadline ?? TimeSpan.Zero;
    }
}

/// <summary>What came of judging a ticket.</summary>
/// <param name="Judgement">The judgement; null if there is none.</param>
/// <param name="Provider">The provider in <c>model_metadata</c>.</param>
/// <param name="ModelName">The judge in <c>model_metadata</c>.</param>
internal readonly record struct TicketVerdict(Judgement? Judgement, string Provider, string ModelName)
{
    /// <summary>Why a model was asked in vain; null if none was.</summary>
    public ModelFailure? Failure { get; init; }

    /// <summary>The same in a sentence for the caller.</summary>
    public string? Detail { get; init; }
}
