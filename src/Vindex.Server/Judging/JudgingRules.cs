using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Models.Settings;
using Vindex.Scoring;
using Vindex.Storage.Companies;
using Vindex.Storage.Judging;

namespace Vindex.Server.Judging;

/// <summary>A choice for some tickets.</summary>
/// <param name="Profile">The profile that it is for; null for all.</param>
/// <param name="CustomerId">The customer that it is for; null for all.</param>
/// <param name="Choice">How these tickets are judged.</param>
internal sealed record JudgingOverride(string? Profile, string? CustomerId, JudgingChoice Choice);

/// <summary>A company's own model; its key is stored separately, encrypted.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="BaseUrl">The API's base URL.</param>
/// <param name="Model">The model's name at the endpoint.</param>
/// <param name="Format">How JSON is asked for.</param>
/// <param name="InputPrice">Price of a million tokens sent.</param>
/// <param name="OutputPrice">Price of a million tokens received.</param>
internal sealed record OwnModel(
    string Provider,
    string BaseUrl,
    string Model,
    [property: JsonConverter(typeof(WireNames<AnswerFormat>))] AnswerFormat Format,
    decimal InputPrice,
    decimal OutputPrice);

/// <summary>How a company's tickets are judged.</summary>
/// <param name="Default">Where no override applies.</param>
/// <param name="Overrides">The first one that applies to a ticket counts.</param>
/// <param name="Consent">The customers whose tickets may be sent to a model.</param>
/// <param name="MonthlyTokens">Tokens a month, sent and received; null for no limit.</param>
/// <param name="MonthlyCost">Cost a month, by the prices of the connections; null for no limit.</param>
/// <param name="Own">The company's own model; null if it has none.</param>
internal sealed record JudgingRules(
    JudgingChoice Default,
    IReadOnlyList<JudgingOverride> Overrides,
    IReadOnlyList<string> Consent,
    long? MonthlyTokens,
    decimal? MonthlyCost,
    OwnModel? Own = null)
{
    private const decimal NanosPerUnit = 1_000_000_000m;

    // A company is cached for some seconds, and its document with it.
    private static readonly ConditionalWeakTable<string, JudgingRules> s_parsed = [];

    /// <summary>The offline judge for all.</summary>
    public static JudgingRules None { get; } = new(new JudgingChoice(JudgingChoice.Rules), [], [], null, null);

    /// <summary>Whether there is nothing to store.</summary>
    [JsonIgnore]
    public bool IsNone =>
        Default == None.Default && Overrides.Count == 0 && Consent.Count == 0 && MonthlyTokens is null && MonthlyCost is null && Own is null;

    /// <summary>Whether any ticket may be judged by a model.</summary>
    [JsonIgnore]
    public bool AsksModel => Default.Connection is not null || Overrides.Any(one => one.Choice.Connection is not null);

    /// <summary>The rules of a company.</summary>
    public static JudgingRules Of(Company company) => company.Judging is { } document ? s_parsed.GetValue(document, Parse) : None;

    /// <summary>The choice for a ticket.</summary>
    public JudgingChoice For(string profile, string customerId) =>
        Overrides.FirstOrDefault(one => (one.Profile ?? profile) == profile && (one.CustomerId ?? customerId) == customerId)?.Choice ?? Default;

    /// <summary>Whether a use reaches the monthly budget.</summary>
    public bool IsSpent(MonthlyUse use) =>
        (MonthlyTokens is { } tokens && use.InputTokens + use.OutputTokens >= tokens) || (MonthlyCost is { } cost && CostOf(use) >= cost);

    /// <summary>What a use cost.</summary>
    public static decimal CostOf(MonthlyUse use) => use.CostNanos / NanosPerUnit;

    /// <summary>A cost as it is stored.</summary>
    public static long Nanos(decimal cost) => (long)Math.Round(cost * NanosPerUnit, MidpointRounding.AwayFromZero);

    /// <summary>As stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, JudgingJson.Shared.JudgingRules);

    private static JudgingRules Parse(string document) => JsonSerializer.Deserialize(document, JudgingJson.Shared.JudgingRules)!;
}
