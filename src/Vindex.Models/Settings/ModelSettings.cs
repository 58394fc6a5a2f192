namespace Vindex.Models.Settings;

/// <summary>How an endpoint is asked for JSON. Answers are validated in any case.</summary>
public enum AnswerFormat
{
    /// <summary>By a JSON schema that the endpoint enforces.</summary>
    Schema,

    /// <summary>As any JSON object (<c>response_format: json_object</c>); with Anthropic the same as <see cref="Text"/>.</summary>
    Json,

    /// <summary>By the prompt alone.</summary>
    Text,
}

/// <summary>A model that can be asked, and the limits of asking it.</summary>
public sealed record ModelSettings
{
    /// <summary>Who runs it.</summary>
    public required ModelProvider Provider { get; init; }

    /// <summary>The API's base URL.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The model's name at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>The API key; null for endpoints without one.</summary>
    public ModelKey? Key { get; init; }

    /// <summary>Timeout of one attempt, until its answer is read.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for a ticket in all: waiting, attempts, the repair of an answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Further attempts after one that failed for a reason that may pass.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Calls at the same time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Calls a minute; 0 for no limit.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, sent and received; 0 for no limit.</summary>
    public int TokensPerMinute { get; init; }

    /// <summary>The longest answer, in tokens.</summary>
    public int MaxOutputTokens { get; init; } = 4096;

    /// <summary>How JSON is asked for.</summary>
    public AnswerFormat Format { get; init; } = AnswerFormat.Schema;

    /// <summary>The sampling temperature; null to leave it to the endpoint, which models that reason require. Anthropic's API has none.</summary>
    public double? Temperature { get; init; } = 0;

    /// <summary>The temperature that requests contain; null for none.</summary>
    internal double? SentTemperature => Provider.Api == ModelApi.Messages ? null : Temperature;

    /// <summary>Price of a million tokens sent.</summary>
    public decimal InputPrice { get; init; }

    /// <summary>Price of a million tokens received.</summary>
    public decimal OutputPrice { get; init; }

    /// <summary>What tokens cost.</summary>
    public decimal CostOf(TokenUse use) => ((use.Input * InputPrice) + (use.Output * OutputPrice)) / 1_000_000m;
}

/// <summary>Tokens, as an endpoint counts them.</summary>
/// <param name="Input">Sent.</param>
/// <param name="Output">Received.</param>
public readonly record struct TokenUse(long Input, long Output)
{
    /// <summary>Both.</summary>
    public long Total => Input + Output;

    /// <summary>The sum of two uses.</summary>
    public static TokenUse operator +(TokenUse left, TokenUse right) => new(left.Input + right.Input, left.Output + right.Output);
}
