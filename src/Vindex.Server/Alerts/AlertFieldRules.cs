using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Vindex.Server.Alerts.Channels;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;

namespace Vindex.Server.Alerts;

/// <summary>One of several names.</summary>
internal abstract class AlertChoiceAttribute(IReadOnlyList<string> names) : RuleAttribute
{
    public override string Expected => $"must be one of {string.Join(", ", names)}";

    public override IEnumerable<string> Check(object value) => names.Contains((string)value) ? [] : [Expected];
}

/// <summary>The name of a metric.</summary>
internal sealed class AlertMetricNameAttribute() : AlertChoiceAttribute(AlertNames<AlertMetric>.All);

/// <summary>The overall score or a dimension.</summary>
internal sealed class AlertDimensionAttribute() : AlertChoiceAttribute(ChartQuery.AllDimensions);

/// <summary>The side of a threshold.</summary>
internal sealed class AlertDirectionNameAttribute() : AlertChoiceAttribute(AlertNames<AlertDirection>.All);

/// <summary>What a window without data means.</summary>
internal sealed class NoDataNameAttribute() : AlertChoiceAttribute(AlertNames<NoDataLevel>.All);

/// <summary>How often a rule is evaluated.</summary>
internal sealed class AlertStepNameAttribute() : AlertChoiceAttribute(AlertSteps.Names);

/// <summary>The kind of a channel.</summary>
internal sealed class ChannelKindNameAttribute() : AlertChoiceAttribute(ChannelKind.All);

/// <summary>The steps of schedules.</summary>
internal static class AlertSteps
{
    private static readonly (string Name, int Minutes)[] s_steps =
        [("1m", 1), ("5m", 5), ("10m", 10), ("15m", 15), ("30m", 30), ("1h", AlertSchedule.Hourly), ("1d", AlertSchedule.Daily)];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_steps.Select(step => step.Name)];

    public static int MinutesOf(string name) => s_steps.First(step => step.Name == name).Minutes;

    public static string NameOf(int minutes) => s_steps.First(step => step.Minutes == minutes).Name;
}

/// <summary>What is computed from the values at a path.</summary>
internal sealed class AlertAggregationAttribute : RuleAttribute
{
    public override string Expected => "must be avg, sum, count, min, max or a percentile from p0 to p100";

    public override IEnumerable<string> Check(object value) =>
        (string)value is "avg" or "sum" or "count" or "min" or "max" || IsPercentile((string)value) ? [] : [Expected];

    private static bool IsPercentile(string text) =>
        text is ['p', .. { Length: >= 1 and <= 3 } digits] && digits.All(char.IsAsciiDigit)
        && int.Parse(digits) <= 100 && (digits.Length == 1 || digits[0] != '0');
}

/// <summary>A time of day.</summary>
internal sealed class TimeOfDayAttribute : RuleAttribute
{
    private static readonly LocalTimePattern s_pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public override string Expected => "must be a time such as 08:30";

    public static int MinutesOf(string text)
    {
        var time = s_pattern.Parse(text).Value;
        return (time.Hour * 60) + time.Minute;
    }

    public static string TextOf(int minutes) => s_pattern.Format(LocalTime.FromMinutesSinceMidnight(minutes));

    public override IEnumerable<string> Check(object value) => s_pattern.Parse((string)value).Success ? [] : [Expected];
}

/// <summary>The shares of the time to disabling at which a failing endpoint is reported.</summary>
internal sealed class ReportStepsAttribute : RuleAttribute
{
    private const int Most = 5;

    /// <summary>What is allowed.</summary>
    public const string Allowed = "must be 1 to 5 ascending whole numbers from 1 to 100";

    public override string Expected => Allowed;

    public override IReadOnlyList<string>? CheckJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out _))
            ? [Expected]
            : null;

    public override IEnumerable<string> Check(object value)
    {
        var steps = (IReadOnlyList<int>)value;
        var isAscending = steps.Zip(steps.Skip(1)).All(pair => pair.First < pair.Second);
        return steps.Count is >= 1 and <= Most && isAscending && steps.All(step => step is >= 1 and <= 100) ? [] : [Expected];
    }
}

/// <summary>A threshold.</summary>
internal sealed class ThresholdAttribute : RuleAttribute
{
    private const decimal Most = 1_000_000_000_000;

    public override string Expected => $"must be a number from -{Most} to {Most}";

    public override IEnumerable<string> Check(object value) => (decimal)value is >= -Most and <= Most ? [] : [Expected];
}
