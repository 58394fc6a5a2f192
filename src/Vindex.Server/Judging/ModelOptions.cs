using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Vindex.Models.Settings;
using Vindex.Server.Configuration;

namespace Vindex.Server.Judging;

/// <summary>A connection to a model that companies may have their tickets judged by: the section <c>Models:Default</c>, or <c>Models:NAME</c>.</summary>
internal sealed record ModelOptions
{
    /// <summary>Who runs it; empty for no model.</summary>
    [ModelProviderName]
    public string? Provider { get; init; }

    /// <summary>The API's base URL; null for the provider's usual one.</summary>
    [HttpAddress]
    public Uri? BaseUrl { get; init; }

    /// <summary>The model's name at the endpoint.</summary>
    public string? Model { get; init; }

    /// <summary>The API key.</summary>
    public string? Key { get; init; }

    /// <summary>Timeout of one attempt.</summary>
    [DurationRange("100ms", "10m")]
    public required Duration Timeout { get; init; }

    /// <summary>Time for a ticket in all.</summary>
    [DurationRange("100ms", "10m")]
    public required Duration Deadline { get; init; }

    /// <summary>Further attempts after one that failed for a reason that may pass.</summary>
    [Range(0, 10)]
    public required int Retries { get; init; }

    /// <summary>Calls at the same time.</summary>
    [Range(1, 1024)]
    public required int Concurrency { get; init; }

    /// <summary>Calls a minute; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public required int RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute; 0 for no limit.</summary>
    [Range(0, 1_000_000_000)]
    public required int TokensPerMinute { get; init; }

    /// <summary>The longest answer, in tokens.</summary>
    [Range(256, 100_000)]
    public required int MaxOutputTokens { get; init; }

    /// <summary>How the endpoint is asked for JSON.</summary>
    public required AnswerFormat Format { get; init; }

    /// <summary>The sampling temperature; empty to leave it to the endpoint.</summary>
    [Temperature]
    public string? Temperature { get; init; }

    /// <summary>Price of a million tokens sent.</summary>
    [Range(0, 100_000.0)]
    public required double InputPrice { get; init; }

    /// <summary>Price of a million tokens received.</summary>
    [Range(0, 100_000.0)]
    public required double OutputPrice { get; init; }

    /// <summary>Special-purpose networks that the endpoint may be in.</summary>
    public required NetworkList AllowedNetworks { get; init; }

    /// <summary>What is wrong with the settings taken together; null if nothing is.</summary>
    /// <param name="section">The section that they are from.</param>
    internal string? Problem(string section)
    {
        if (ModelProvider.Find(Provider ?? "") is not { } provider) return null;
        if (string.IsNullOrWhiteSpace(Model)) return $"{section}:Model is missing: {section}:Provider is {Provider}, so name the model";
        if (BaseUrl is null && provider.BaseUrl is null) return $"{section}:BaseUrl is missing: {Provider} has no usual address";
        if (string.IsNullOrWhiteSpace(Key)) return provider.NeedsKey ? $"{section}:Key is missing: {Provider} needs an API key" : null;
        return ModelKeyTextAttribute.IsKey(Key.Trim()) ? null : $"{section}:Key must have visible ASCII characters only";
    }

    /// <summary>The model; null if there is none.</summary>
    internal ModelSettings? Settings() => ModelProvider.Find(Provider ?? "") is { } provider
        ? Limits() with
        {
            Provider = provider,
            BaseUrl = BaseUrl ?? provider.BaseUrl!,
            Model = Model!.Trim(),
            Key = string.IsNullOrWhiteSpace(Key) ? null : new ModelKey(Key.Trim()),
            Format = Format,
            InputPrice = (decimal)InputPrice,
            OutputPrice = (decimal)OutputPrice,
        }
        : null;

    /// <summary>The limits of these settings for a company's own model.</summary>
    internal ModelSettings Settings(OwnModel own, string? key) => Limits() with
    {
        Provider = ModelProvider.Find(own.Provider)!,
        BaseUrl = new Uri(own.BaseUrl),
        Model = own.Model,
        Key = key is null ? null : new ModelKey(key),
        Format = own.Format,
        InputPrice = own.InputPrice,
        OutputPrice = own.OutputPrice,
    };

    private ModelSettings Limits() => new()
    {
        Provider = ModelProvider.All[0],
        BaseUrl = ModelProvider.All[0].BaseUrl!,
        Model = "",
        AttemptTimeout = Timeout,
        Deadline = Deadline,
        Retries = Retries,
        Concurrency = Concurrency,
        RequestsPerMinute = RequestsPerMinute,
        TokensPerMinute = TokensPerMinute,
        MaxOutputTokens = MaxOutputTokens,
        Temperature = string.IsNullOrWhiteSpace(Temperature) ? null : double.Parse(Temperature, CultureInfo.InvariantCulture),
    };

    // A record prints its members, and one is a secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Provider = ").Append(Provider).Append(", Model = ").Append(Model);
        return true;
    }
}

/// <summary>A provider of models, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ModelProviderNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or "" || (value is string name && ModelProvider.Find(name) is not null);

    public override string FormatErrorMessage(string name) => $"must be one of {string.Join(", ", ModelProvider.Names)}, or be empty";
}

/// <summary>A temperature from 0 to 2, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TemperatureAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or ""
        || (value is string text && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= 2);

    public override string FormatErrorMessage(string name) => "must be a number from 0 to 2, or be empty";
}
