using Vindex.Storage.Judging;

namespace Vindex.Server.Judging;

/// <summary>How a company's tickets are judged.</summary>
/// <param name="Judge"><c>rules</c> (the offline judge), <c>model:NAME</c> or <c>consensus:NAME</c> (the mean of both); NAME is a connection.</param>
/// <param name="Runs">How often the model is asked: 1, 3, 5, 7 or 9; the median counts.</param>
/// <param name="Fallback">What happens to tickets that the model does not score: <c>rules</c> (the offline judge scores them, and the score says so) or <c>fail</c> (503, or a failed callback).</param>
/// <param name="Overrides">Choices for profiles or customers; the first that applies to a ticket counts.</param>
/// <param name="ConsentingCustomers">The customers whose tickets may be sent to a model; those of others never are.</param>
/// <param name="MonthlyTokens">Tokens a month (UTC), sent and received; null for no limit.</param>
/// <param name="MonthlyCost">Cost a month, by the prices of the connections; null for no limit.</param>
[KnownMembersOnly]
internal sealed record JudgingBody(
    [JudgeName] string Judge,
    [Runs] int? Runs = null,
    [FallbackName] string? Fallback = null,
    [Items(JudgingLimits.Overrides)] IReadOnlyList<JudgingOverrideBody>? Overrides = null,
    [Texts(JudgingLimits.Customers, JudgingLimits.Id)] IReadOnlyList<string>? ConsentingCustomers = null,
    [WholeNumber(0, int.MaxValue)] int? MonthlyTokens = null,
    [Amount] decimal? MonthlyCost = null)
{
    /// <summary>The rules to store.</summary>
    /// <param name="own">The company's own model, which stays as it is.</param>
    public JudgingRules ToRules(OwnModel? own) => new(
        Choice(Judge, Runs, Fallback),
        [.. (Overrides ?? []).Select(one => new JudgingOverride(one.Profile, one.CustomerId, Choice(one.Judge, one.Runs, one.Fallback)))],
        [.. (ConsentingCustomers ?? []).Distinct(StringComparer.Ordinal)],
        MonthlyTokens,
        MonthlyCost,
        own);

    private static JudgingChoice Choice(string judge, int? runs, string? fallback) =>
        new(judge, runs ?? 1, Enum.Parse<ModelFallback>(fallback ?? nameof(ModelFallback.Rules), ignoreCase: true));
}

/// <summary>How some of a company's tickets are judged.</summary>
/// <param name="Judge"><c>rules</c>, <c>model:NAME</c> or <c>consensus:NAME</c>.</param>
/// <param name="Profile">The profile that it is for; null for all.</param>
/// <param name="CustomerId">The customer that it is for; null for all.</param>
/// <param name="Runs">How often the model is asked.</param>
/// <param name="Fallback"><c>rules</c> or <c>fail</c>.</param>
[KnownMembersOnly]
internal sealed record JudgingOverrideBody(
    [JudgeName] string Judge,
    [Line(JudgingLimits.Id)] string? Profile = null,
    [Line(JudgingLimits.Id)] string? CustomerId = null,
    [Runs] int? Runs = null,
    [FallbackName] string? Fallback = null);

/// <summary>A company's own model.</summary>
/// <param name="Provider">Who runs it: <c>openai</c>, <c>azure_openai</c>, <c>anthropic</c>, <c>ollama</c>, <c>llama_cpp</c>, <c>vllm</c> or <c>openai_compatible</c>.</param>
/// <param name="Model">The model's name at the endpoint.</param>
/// <param name="BaseUrl">The API's base URL; null for the provider's usual one.</param>
/// <param name="ApiKey">The provider's API key, which is never returned; left out to keep the present one, null for none.</param>
/// <param name="Format">How JSON is asked for: <c>schema</c>, <c>json</c> or <c>text</c>.</param>
/// <param name="InputPrice">Price of a million tokens sent.</param>
/// <param name="OutputPrice">Price of a million tokens received.</param>
[KnownMembersOnly]
internal sealed record OwnModelBody(
    [ProviderName] string Provider,
    [Line(JudgingLimits.ModelName)] string Model,
    [Line(JudgingLimits.Url)] string? BaseUrl = null,
    [ModelKeyText] Optional<string?> ApiKey = default,
    [FormatName] string? Format = null,
    [Amount] decimal? InputPrice = null,
    [Amount] decimal? OutputPrice = null);

/// <summary>Which judge to try.</summary>
/// <param name="Judge"><c>model:NAME</c> or <c>consensus:NAME</c>.</param>
[KnownMembersOnly]
internal sealed record JudgeTrialBody([JudgeName] string Judge);

/// <summary>What came of trying a judge on an example ticket.</summary>
/// <param name="Ok">Whether it gave a score.</param>
/// <param name="OverallScore">The score; null if there is none.</param>
/// <param name="Reason">Why there is none, such as <c>unauthorized</c>; otherwise null.</param>
/// <param name="Detail">The same in a sentence; otherwise null.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">What they cost.</param>
internal sealed record JudgeTrialResultBody(
    bool Ok, decimal? OverallScore, string? Reason, string? Detail, double DurationMs, long InputTokens, long OutputTokens, decimal Cost);

/// <summary>How a company's tickets are judged, and what that used.</summary>
/// <param name="Judge"><c>rules</c>, <c>model:NAME</c> or <c>consensus:NAME</c>.</param>
/// <param name="Runs">How often the model is asked.</param>
/// <param name="Fallback"><c>rules</c> or <c>fail</c>.</param>
/// <param name="Overrides">Choices for profiles or customers; the first that applies counts.</param>
/// <param name="ConsentingCustomers">The customers whose tickets may be sent to a model.</param>
/// <param name="MonthlyTokens">Tokens a month; null for no limit.</param>
/// <param name="MonthlyCost">Cost a month; null for no limit.</param>
/// <param name="Connections">The connections that can be chosen.</param>
/// <param name="OwnConnection">The company's own connection; null if it has none.</param>
/// <param name="Month">What was used this month.</param>
/// <param name="BudgetSpent">Whether the month's budget is spent.</param>
/// <param name="Failures">How often models gave no score this month, the latest reason first.</param>
internal sealed record JudgingStateBody(
    string Judge,
    int Runs,
    string Fallback,
    IReadOnlyList<JudgingOverrideBody> Overrides,
    IReadOnlyList<string> ConsentingCustomers,
    long? MonthlyTokens,
    decimal? MonthlyCost,
    IReadOnlyList<ConnectionBody> Connections,
    OwnConnectionBody? OwnConnection,
    ModelUseBody Month,
    bool BudgetSpent,
    IReadOnlyList<ModelFailureBody> Failures)
{
    public static JudgingStateBody Of(JudgingState state)
    {
        var (rules, choice) = (state.Rules, state.Rules.Default);
        return new JudgingStateBody(
            choice.Judge,
            choice.Runs,
            Name(choice.Fallback),
            [.. rules.Overrides.Select(one =>
                new JudgingOverrideBody(one.Choice.Judge, one.Profile, one.CustomerId, one.Choice.Runs, Name(one.Choice.Fallback)))],
            rules.Consent,
            rules.MonthlyTokens,
            rules.MonthlyCost,
            state.Connections,
            rules.Own is { } own
                ? new OwnConnectionBody(own.Provider, own.Model, own.BaseUrl, state.HasOwnKey, Name(own.Format), own.InputPrice, own.OutputPrice)
                : null,
            ModelUseBody.Of(state.Use),
            state.IsSpent,
            [.. state.Failures.Select(failure => new ModelFailureBody(failure.Connection, failure.Reason, failure.Count, failure.LastAt))]);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>A connection to a model.</summary>
/// <param name="Name">The name to choose it by.</param>
/// <param name="Provider">Who runs the model.</param>
/// <param name="ModelName">The model.</param>
internal sealed record ConnectionBody(string Name, string Provider, string ModelName);

/// <summary>A company's own connection to a model, with the name <c>own</c>.</summary>
/// <param name="Provider">Who runs the model.</param>
/// <param name="Model">The model.</param>
/// <param name="BaseUrl">The API's base URL.</param>
/// <param name="HasKey">Whether it has an API key.</param>
/// <param name="Format">How JSON is asked for.</param>
/// <param name="InputPrice">Price of a million tokens sent.</param>
/// <param name="OutputPrice">Price of a million tokens received.</param>
internal sealed record OwnConnectionBody(
    string Provider, string Model, string BaseUrl, bool HasKey, string Format, decimal InputPrice, decimal OutputPrice);

/// <summary>What a company's tickets used of models in a month.</summary>
/// <param name="Month">The month in UTC, for example <c>2026-04</c>.</param>
/// <param name="Calls">Calls of models.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">What they cost, by the prices of the connections.</param>
internal sealed record ModelUseBody(string Month, long Calls, long InputTokens, long OutputTokens, decimal Cost)
{
    public static ModelUseBody Of(MonthlyUse use) => new(use.Month, use.Calls, use.InputTokens, use.OutputTokens, JudgingRules.CostOf(use));
}

/// <summary>How often a model gave no score for one reason.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Reason">The reason, such as <c>timed_out</c>.</param>
/// <param name="Count">How many tickets.</param>
/// <param name="LastAt">When it happened last.</param>
internal sealed record ModelFailureBody(string Connection, string Reason, long Count, DateTimeOffset LastAt);
