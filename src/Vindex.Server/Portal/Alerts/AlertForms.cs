using System.Globalization;
using NodaTime;
using Vindex.Server.Alerts;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Storage.Alerts;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Alerts;

/// <summary>Forms of alerts as requests, and back.</summary>
internal static class AlertForms
{
    private const int ShownChanges = 20;

    /// <summary>Fields that show their own errors.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "name", "metric", "dimension", "customer_id", "project", "type", "source", "profile", "provider", "model", "feedback_project", "feedback_type", "path",
        "aggregation", "window_hours", "direction", "warning", "alert", "for_minutes", "no_data", "compare_weeks", "every", "at", "timezone",
        "steps",
    ];

    /// <summary>What the fields of a new alert have.</summary>
    public static IReadOnlyDictionary<string, string> Defaults(string zone) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["metric"] = "average",
        ["window_hours"] = "168",
        ["for_minutes"] = "0",
        ["no_data"] = "keep",
        ["compare_weeks"] = "0",
        ["every"] = "1h",
        ["at"] = "08:00",
        ["timezone"] = zone,
        ["recovery"] = "on",
        ["webhooks"] = "on",
        ["enabled"] = "on",
    };

    /// <summary>The request of a form.</summary>
    public static AlertBody Read(FormFields form) => new(
        form.Text("name"),
        form.Text("metric"),
        form.OptionalText("dimension"),
        form.OptionalText("customer_id"),
        form.OptionalText("project"),
        form.OptionalText("type"),
        form.OptionalText("source"),
        form.OptionalText("profile"),
        form.OptionalText("provider"),
        form.OptionalText("model"),
        form.OptionalText("feedback_project"),
        form.OptionalText("feedback_type"),
        form.OptionalText("path"),
        form.OptionalText("aggregation"),
        form.OptionalWholeNumber("window_hours"),
        form.OptionalText("direction"),
        form.OptionalNumber("warning"),
        form.OptionalNumber("alert"),
        form.OptionalWholeNumber("for_minutes"),
        form.OptionalText("no_data"),
        form.Flag("recovery"),
        form.OptionalWholeNumber("compare_weeks"),
        form.OptionalText("every"),
        form.OptionalText("at"),
        form.OptionalText("timezone"),
        form.OptionalTicked("channels"),
        form.Flag("webhooks"),
        form.Flag("enabled"),
        Steps(form));

    /// <summary>What the fields of an alert have.</summary>
    public static IReadOnlyDictionary<string, string> Of(Alert alert)
    {
        var body = AlertBody.Of(alert.Name, AlertDocuments.Rule(alert));
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = body.Name,
            ["metric"] = body.Metric,
            ["dimension"] = body.Dimension,
            ["customer_id"] = body.CustomerId,
            ["project"] = body.Project,
            ["type"] = body.Type,
            ["source"] = body.Source,
            ["profile"] = body.Profile,
            ["provider"] = body.Provider,
            ["model"] = body.Model,
            ["feedback_project"] = body.FeedbackProject,
            ["feedback_type"] = body.FeedbackType,
            ["path"] = body.Path,
            ["aggregation"] = body.Aggregation,
            ["window_hours"] = body.WindowHours?.ToString(CultureInfo.InvariantCulture),
            ["direction"] = body.Direction,
            ["warning"] = body.Warning?.ToString(CultureInfo.InvariantCulture),
            ["alert"] = body.Alert?.ToString(CultureInfo.InvariantCulture),
            ["for_minutes"] = body.ForMinutes?.ToString(CultureInfo.InvariantCulture),
            ["steps"] = body.Steps is { } steps ? string.Join(", ", steps) : null,
            ["no_data"] = body.NoData,
            ["compare_weeks"] = body.CompareWeeks?.ToString(CultureInfo.InvariantCulture),
            ["every"] = body.Every,
            ["at"] = body.At,
            ["timezone"] = body.Timezone,
            ["recovery"] = body.Recovery == true ? "on" : null,
            ["webhooks"] = body.Webhooks == true ? "on" : null,
            ["enabled"] = body.Enabled == true ? "on" : null,
        };
        return values.Where(value => value.Value is not null).ToDictionary(value => value.Key, value => value.Value!, StringComparer.Ordinal);
    }

    private static List<int>? Steps(FormFields form)
    {
        if (form.OptionalText("steps") is not { } text) return null;
        var steps = new List<int>();
        foreach (var part in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                steps.Add(step);
            }
            else
            {
                form.Refuse("steps", ReportStepsAttribute.Allowed);
                return null;
            }
        }

        return steps;
    }

    /// <summary>A preview as a chart of days: the last figure of each day.</summary>
    public static AlertPreviewModel Preview(AlertRule rule, IReadOnlyList<PreviewPoint> points, DateTimeZone zone)
    {
        var days = points.GroupBy(point => DayRange.Iso(Instant.FromDateTimeOffset(point.At).InZone(zone).Date))
            .Select(day => (day.Key, Last: day.Last())).ToList();
        var changes = points.Where(point => point.Change is not null).ToList();
        var spec = new ChartSpec(ChartKind.Lines, "date", [new ChartSeries("figure", T("alerts.figure"), "overall")], null, null, "alert")
        {
            Axis = [.. days.Select(day => day.Key)],
            Level = (rule.Alert ?? rule.Warning) is { } level ? new ChartLevel(level, T("alerts.preview-threshold")) : null,
        };
        var rows = days.Where(day => day.Last.Measure.Value is not null)
            .Select(day => new ChartRow(day.Key, [Math.Round(day.Last.Measure.Value!.Value, 3).ToString(CultureInfo.InvariantCulture)]));
        return new AlertPreviewModel(
            new ChartModel(spec, [.. rows]),
            changes.Count,
            [
                .. changes.TakeLast(ShownChanges).Reverse()
                    .Select(point => (Moment.Of(point.At, zone), AlertEntries.Of(point.Change!.From), AlertEntries.Of(point.Change.To))),
            ]);
    }
}
