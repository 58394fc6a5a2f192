using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Models;

/// <summary>What came of asking a model for a score.</summary>
public abstract record ModelOutcome
{
    private ModelOutcome()
    {
    }

    /// <summary>There is a score.</summary>
    /// <param name="Judgement">The judgement; its <see cref="Judgement.Run"/> says what was used.</param>
    public sealed record Judged(Judgement Judgement) : ModelOutcome;

    /// <summary>There is none.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Model">The model.</param>
    /// <param name="Offline">The offline judge's judgement.</param>
    /// <param name="Run">What the attempts used.</param>
    public sealed record Failed(ModelFailure Reason, string Model, Judgement Offline, ModelRun Run) : ModelOutcome
    {
        /// <summary>What happened, in a sentence without ticket text and key.</summary>
        public string Detail => Explain(Model, Reason);

        /// <summary>The offline judge's judgement, with the remark that it stands in for the model's.</summary>
        public Judgement Fallback() => MarkedOffline(Offline, $"{Detail} The offline judge scored instead.") with { Run = Run };
    }

    /// <summary>Why a model gave no score, in a sentence without ticket text and key.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="reason">The reason.</param>
    public static string Explain(string model, ModelFailure reason) => $"The model {model} {reason.Describe()} ({reason.Code()}).";

    /// <summary>A judgement of the offline judge with a remark on why a model did not score.</summary>
    public static Judgement MarkedOffline(Judgement offline, string remark)
    {
        ArgumentNullException.ThrowIfNull(offline);
        var confidence = offline.Confidence;
        return offline with { Confidence = new Confidence(confidence?.Level ?? ConfidenceLevel.Medium, [remark, .. confidence?.Reasons ?? []]) };
    }
}
