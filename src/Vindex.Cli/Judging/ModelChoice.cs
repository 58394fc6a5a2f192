using System.Globalization;
using System.Net;
using Vindex.Models;
using Vindex.Models.Settings;

namespace Vindex.Cli.Judging;

/// <summary>What <c>--judge PROVIDER:MODEL[@URL]</c> means, or why it means nothing.</summary>
/// <param name="Settings">The model; null if there is a reason.</param>
/// <param name="Mode">Whether the offline judge takes part.</param>
/// <param name="Reason">What is wrong, and what would be right.</param>
internal sealed record ModelChoice(ModelSettings? Settings, JudgingMode Mode, string? Reason)
{
    /// <summary>The environment variable of the model's API key. There is no option, since other users see the command line.</summary>
    public const string KeyVariable = "VINDEX_MODEL_KEY";

    private const string Consensus = "consensus:";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether a text names a model of a known provider.</summary>
    public static bool IsModel(string text) =>
        ModelProvider.Names.Any(name => Bare(text).StartsWith(name + ":", StringComparison.Ordinal));

    /// <summary>Reads a choice.</summary>
    /// <param name="text">For example <c>ollama:qwen3:8b@http://localhost:11434/v1</c>, or <c>consensus:</c> before it.</param>
    /// <param name="price">Prices of a million tokens sent and received, such as <c>0.4/1.6</c>; null if unknown.</param>
    /// <param name="key">The API key; null or empty for none.</param>
    public static ModelChoice Read(string text, string? price, string? key)
    {
        var mode = text.StartsWith(Consensus, StringComparison.Ordinal) ? JudgingMode.Consensus : JudgingMode.Model;
        var bare = Bare(text);
        var colon = bare.IndexOf(':');
        if (colon < 0 || ModelProvider.Find(bare[..colon]) is not { } provider)
            return Refuse($"'{text}' names no model; expected PROVIDER:MODEL, with one of the providers {string.Join(", ", ModelProvider.Names)}");
        var rest = bare[(colon + 1)..];
        var at = Math.Max(rest.LastIndexOf("@http://", StringComparison.Ordinal), rest.LastIndexOf("@https://", StringComparison.Ordinal));
        var model = at < 0 ? rest : rest[..at];
        if (model.Length == 0) return Refuse($"'{text}' names no model; expected {provider.Name}:MODEL");
        var url = at < 0 ? provider.BaseUrl : Uri.TryCreate(rest[(at + 1)..], UriKind.Absolute, out var given) ? given : null;
        if (url is null) return Refuse($"{provider.Name} has no usual address; add it after the model: {provider.Name}:{model}@https://host/v1");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0) return Refuse($"the address of a model must not contain a user name, a password or ?; set {KeyVariable} instead");
        var hasKey = !string.IsNullOrWhiteSpace(key);
        if (provider.NeedsKey && !hasKey && at < 0) return Refuse($"{provider.Name} needs an API key: set {KeyVariable}");
        if (url.Scheme == Uri.UriSchemeHttp && !IsThisMachine(url))
            return Refuse($"{url.GetLeftPart(UriPartial.Authority)} would receive tickets unencrypted; use https, or a model on this machine");
        if (!TryReadPrice(price, out var input, out var output)) return Refuse($"--price expects two prices of a million tokens, such as 0.4/1.6, not '{price}'");
        var settings = new ModelSettings
        {
            Provider = provider,
            BaseUrl = url,
            Model = model,
            Key = hasKey ? new ModelKey(key!.Trim()) : null,
            AttemptTimeout = s_patience,
            Deadline = s_patience,
            Concurrency = IsThisMachine(url) ? 2 : 8,
            InputPrice = input,
            OutputPrice = output,
        };
        return new(settings, mode, null);
    }

    private static string Bare(string text) => text.StartsWith(Consensus, StringComparison.Ordinal) ? text[Consensus.Length..] : text;

    private static bool TryReadPrice(string? text, out decimal input, out decimal output)
    {
        (input, output) = (0, 0);
        if (text is null) return true;
        var slash = text.IndexOf('/');
        return slash > 0
            && decimal.TryParse(text.AsSpan(0, slash), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out input)
            && decimal.TryParse(text.AsSpan(slash + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out output);
    }

    private static bool IsThisMachine(Uri url) =>
        IPAddress.TryParse(url.DnsSafeHost, out var ip) ? IPAddress.IsLoopback(ip) : url.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static ModelChoice Refuse(string reason) => new(null, default, reason);
}
