using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

// Types shared by the record of a score and its callback.

/// <summary>A ticket at the time of scoring.</summary>
internal sealed record TicketSnapshotBody(string Id, string Key, string Title, DateTimeOffset SnapshotAt);

/// <summary>The judge.</summary>
/// <param name="Provider">Whose judge scored; <c>vindex</c> is the offline judge.</param>
/// <param name="ModelName">The model, in a consensus with the rubric: <c>gpt-4.1+rubric-3</c>; otherwise the rubric.</param>
/// <param name="Run">The model that was asked and what that took; left out if none was.</param>
internal sealed record ModelBody(
    string Provider, string ModelName, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelRunBody? Run = null)
{
    public static ModelBody Of(StoredScore score, Judgement judgement) =>
        new(score.Provider, score.Model, judgement.Run is { } run ? ModelRunBody.Of(run) : null);
}

/// <summary>The model that was asked, and what that took.</summary>
/// <param name="Provider">Who runs the model.</param>
/// <param name="Model">The model.</param>
/// <param name="PromptHash">SHA-256 of prompt and rubric, in hexadecimal.</param>
/// <param name="Parameters">What was asked for beside the prompt, such as <c>mode=model runs=1</c>.</param>
/// <param name="Calls">Answers that the model gave.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">What they cost, by the prices of the connection.</param>
/// <param name="DurationMs">From the first call to the last answer, in milliseconds.</param>
/// <param name="Failure">Why the model gave no score and the offline judge scored instead, such as <c>timed_out</c>; left out if the model scored.</param>
internal sealed record ModelRunBody(
    string Provider,
    string Model,
    string PromptHash,
    string Parameters,
    int Calls,
    long InputTokens,
    long OutputTokens,
    decimal Cost,
    double DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Failure = null)
{
    public static ModelRunBody Of(ModelRun run) => new(
        run.Provider, run.Model, run.PromptHash, run.Parameters, run.Calls, run.InputTokens, run.OutputTokens, run.Cost, run.DurationMs, run.Failure);
}

/// <summary>How long scoring took.</summary>
internal sealed record ProcessingBody(DateTimeOffset StartedAt, DateTimeOffset CompletedAt, double DurationMs);
