using System.Globalization;
using Vindex.Models.Settings;
using Vindex.Server.Judging;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Forms;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>The page of the judge.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Rules">The values of its form.</param>
/// <param name="Own">The values of the form of the own connection.</param>
/// <param name="Judges">The judges to choose from, with descriptions.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Use">What was used this month.</param>
/// <param name="Failures">What failed this month.</param>
/// <param name="Form">State of the forms, named <c>judge</c>, <c>connection</c> or <c>try</c>.</param>
public sealed record JudgeModel(
    SettingsFrame Frame,
    JudgeValues Rules,
    OwnModelValues? Own,
    IReadOnlyList<(string Name, string Text)> Judges,
    IReadOnlyList<(string Id, string Name)> Customers,
    JudgeUse Use,
    IReadOnlyList<JudgeFailure> Failures,
    FormState Form)
{
    /// <summary>Whether there is a model to choose.</summary>
    public bool HasModels => Judges.Count > 1;

    /// <summary>The providers of models.</summary>
    public static IReadOnlyList<string> Providers => ModelProvider.Names;
}

/// <summary>The values of the form of the judge.</summary>
/// <param name="Judge">Who judges.</param>
/// <param name="Runs">How often the model is asked.</param>
/// <param name="Fallback">What happens if the model gives no score.</param>
/// <param name="Overrides">The exceptions, one per line.</param>
/// <param name="Consent">The customers that consent.</param>
/// <param name="Tokens">Tokens a month; empty for no limit.</param>
/// <param name="Cost">Cost a month; empty for no limit.</param>
public sealed record JudgeValues(
    string Judge, string Runs, string Fallback, string Overrides, IReadOnlyList<string> Consent, string Tokens, string Cost)
{
    internal static JudgeValues Of(JudgingRules rules) => new(
        rules.Default.Judge,
        rules.Default.Runs.ToString(CultureInfo.InvariantCulture),
        rules.Default.Fallback == ModelFallback.Fail ? "fail" : "rules",
        string.Join('\n', rules.Overrides.Select(JudgeOverrides.Line)),
        rules.Consent,
        rules.MonthlyTokens?.ToString(CultureInfo.InvariantCulture) ?? "",
        rules.MonthlyCost?.ToString(CultureInfo.InvariantCulture) ?? "");
}

/// <summary>The values of the form of the own connection.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model.</param>
/// <param name="BaseUrl">The API's base URL.</param>
/// <param name="HasKey">Whether it has a key.</param>
/// <param name="Format">How JSON is asked for.</param>
/// <param name="InputPrice">Price of a million tokens sent.</param>
/// <param name="OutputPrice">Price of a million tokens received.</param>
public sealed record OwnModelValues(
    string Provider, string Model, string BaseUrl, bool HasKey, string Format, string InputPrice, string OutputPrice)
{
    internal static OwnModelValues Of(OwnModel own, bool hasKey) => new(
        own.Provider,
        own.Model,
        own.BaseUrl,
        hasKey,
        own.Format.ToString().ToLowerInvariant(),
        own.InputPrice.ToString(CultureInfo.InvariantCulture),
        own.OutputPrice.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What was used this month.</summary>
/// <param name="Month">The month, as text.</param>
/// <param name="Calls">Calls of models.</param>
/// <param name="Tokens">Tokens sent and received.</param>
/// <param name="TokenShare">The share of the budget of tokens in percent, at most 100; null for no budget.</param>
/// <param name="Cost">What they cost, as text.</param>
/// <param name="CostShare">The share of the budget of money in percent, at most 100; null for no budget.</param>
/// <param name="IsSpent">Whether the budget is spent.</param>
public sealed record JudgeUse(string Month, long Calls, long Tokens, int? TokenShare, string Cost, int? CostShare, bool IsSpent)
{
    internal static JudgeUse Of(JudgingState state)
    {
        var (use, rules) = (state.Use, state.Rules);
        var (tokens, cost) = (use.InputTokens + use.OutputTokens, JudgingRules.CostOf(use));
        var month = DateTime.ParseExact(use.Month, "yyyy-MM", CultureInfo.InvariantCulture);
        return new JudgeUse(
            month.ToString(T("judge.month"), Language.Current.Culture),
            use.Calls,
            tokens,
            Share(tokens, rules.MonthlyTokens),
            cost.ToString("0.00##", Language.Current.Culture),
            Share(cost, rules.MonthlyCost),
            state.IsSpent);
    }

    private static int? Share(decimal used, decimal? budget) =>
        budget is { } limit ? (limit == 0 ? 100 : (int)Math.Min(100, Math.Floor(100 * used / limit))) : null;
}

/// <summary>How often a model gave no score for one reason.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Meaning">What it means, as a sentence.</param>
/// <param name="Count">How many tickets.</param>
/// <param name="Last">When it happened last.</param>
public sealed record JudgeFailure(string Connection, string Reason, string Meaning, long Count, Moment Last);

/// <summary>Exceptions as lines of text: <c>consensus:local customer=acme_jira profile=strict runs=3 fallback=fail</c>.</summary>
internal static class JudgeOverrides
{
    /// <summary>An exception as a line.</summary>
    public static string Line(JudgingOverride one)
    {
        var (choice, parts) = (one.Choice, new List<string> { one.Choice.Judge });
        if (one.CustomerId is { } customer) parts.Add($"customer={customer}");
        if (one.Profile is { } profile) parts.Add($"profile={profile}");
        if (choice.Runs > 1) parts.Add($"runs={choice.Runs}");
        if (choice.Fallback == ModelFallback.Fail) parts.Add("fallback=fail");
        return string.Join(' ', parts);
    }

    /// <summary>Reads lines; those that cannot be read are errors and left out.</summary>
    public static List<JudgingOverrideBody> Read(string text, Action<string> refuse)
    {
        var overrides = new List<JudgingOverrideBody>();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var line in lines)
        {
            if (ReadLine(line) is { } one) overrides.Add(one);
            else refuse(T("judge.override-expected", ("line", line.Length > 60 ? line[..60] + "…" : line)));
        }

        return overrides;
    }

    private static JudgingOverrideBody? ReadLine(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words.Skip(1))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == word.Length - 1 || !values.TryAdd(word[..at], word[(at + 1)..])) return null;
        }

        var runs = 1;
        if (values.Keys.Any(name => name is not ("customer" or "profile" or "runs" or "fallback"))) return null;
        if (values.TryGetValue("runs", out var number) && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out runs)) return null;
        return new JudgingOverrideBody(
            words[0], values.GetValueOrDefault("profile"), values.GetValueOrDefault("customer"), runs, values.GetValueOrDefault("fallback"));
    }
}
