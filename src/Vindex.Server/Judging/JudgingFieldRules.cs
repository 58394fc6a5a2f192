using Vindex.Models;
using Vindex.Models.Settings;

namespace Vindex.Server.Judging;

/// <summary>Limits of the bodies of this feature.</summary>
internal static class JudgingLimits
{
    public const int Overrides = 200;
    public const int Customers = 10_000;
    public const int Id = 255;
    public const int ModelName = 200;
    public const int Url = 2048;
}

/// <summary>The name of a judge.</summary>
internal sealed class JudgeNameAttribute : RuleAttribute
{
    public override IEnumerable<string> Check(object value) =>
        JudgingChoice.IsJudge((string)value) ? [] : ["must be rules, model:NAME or consensus:NAME, where NAME is a connection"];
}

/// <summary>The name of a fallback.</summary>
internal sealed class FallbackNameAttribute : RuleAttribute
{
    public override IEnumerable<string> Check(object value) => value is "rules" or "fail" ? [] : ["must be rules or fail"];
}

/// <summary>A number of runs with a median that is one of the answers.</summary>
internal sealed class RunsAttribute : RuleAttribute
{
    public override string Expected => "must be 1, 3, 5, 7 or 9";

    public override IEnumerable<string> Check(object value) =>
        (int)value is >= 1 and <= JudgingPlan.MostRuns and var runs && runs % 2 == 1 ? [] : [Expected];
}

/// <summary>An amount of money.</summary>
internal sealed class AmountAttribute : RuleAttribute
{
    private const int Most = 1_000_000;

    public override string Expected => $"must be a number from 0 to {Most}";

    public override IEnumerable<string> Check(object value) => (decimal)value is >= 0 and <= Most ? [] : [Expected];
}

/// <summary>A provider of models.</summary>
internal sealed class ProviderNameAttribute : RuleAttribute
{
    public override IEnumerable<string> Check(object value) =>
        ModelProvider.Find((string)value) is null ? [$"must be one of {string.Join(", ", ModelProvider.Names)}"] : [];
}

/// <summary>How JSON is asked for.</summary>
internal sealed class FormatNameAttribute : RuleAttribute
{
    public override IEnumerable<string> Check(object value) => value is "schema" or "json" or "text" ? [] : ["must be schema, json or text"];
}

/// <summary>An API key, which becomes part of a header.</summary>
internal sealed class ModelKeyTextAttribute : RuleAttribute
{
    private const int Longest = 1000;

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string text) => text.Length is > 0 and <= Longest && text.All(c => c is >= '!' and <= '~');

    public override IEnumerable<string> Check(object value) => IsKey((string)value) ? [] : [$"must have 1 to {Longest} visible ASCII characters"];
}
