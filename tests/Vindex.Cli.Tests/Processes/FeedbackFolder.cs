using System.Text;
using System.Text.Json;
using Vindex.Server.Scores;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Sqlite;

namespace Vindex.Cli.Tests.Processes;

/// <summary>A data folder with one company, and lines of feedback for it.</summary>
internal static class FeedbackFolder
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the folder with a company whose short name is <paramref name="slug"/>.</summary>
    public static async Task MakeAsync(string folder, string slug)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = ScoreFeedback.Row }, CancellationToken.None);
        var company = new Company($"company-{slug}", slug, slug, $"{slug}_default", 70, null, null, s_now);
        var audit = new AuditEntry($"audit-{slug}", s_now, company.Id, "cli", "company.created", company.Id, null);
        if (!await store.Companies.AddAsync(company, new Customer(company.DefaultCustomerId, company.Id, slug, s_now), audit, CancellationToken.None))
            throw new InvalidOperationException("It was there already.");
    }

    /// <summary>One line: a check that gave a score.</summary>
    public static string Line(int number, DateTimeOffset at, double score, string project = "elsewhere/checks", bool withId = true, string label = "good")
    {
        var line = new Dictionary<string, object>
        {
            ["project_id"] = project,
            ["created_at"] = at.ToString("O"),
            ["weave_ref"] = $"weave:///kolibri/checks/call/{number}",
            ["feedback_type"] = "wandb.runnable.scorer",
            ["runnable_ref"] = "weave:///kolibri/checks/object/scorer:v1",
            ["trigger_ref"] = $"weave:///kolibri/checks/object/monitor{number % 2}:v1",
            ["payload"] = new { output = new { score, label, passed = score >= 5 } },
        };
        if (withId) line["id"] = $"01990000-0000-7000-8000-{number:x12}";
        return JsonSerializer.Serialize(line);
    }

    /// <summary>Scores 0 to 9, one every two hours from noon of 28 March 2026 in UTC: over the night in which the clocks change in Berlin.</summary>
    public static string TenLines(bool withId = true)
    {
        var text = new StringBuilder();
        var noon = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 10; i++) text.Append(Line(i, noon.AddHours(2 * i), i, withId: withId, label: i % 3 == 0 ? "bad" : "good")).Append('\n');
        return text.ToString();
    }
}
