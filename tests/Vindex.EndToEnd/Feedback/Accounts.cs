using System.Globalization;
using System.Text.Json;
using Shouldly;

namespace Vindex.EndToEnd.Feedback;

/// <summary>
/// Rows whose number and total never change, though they are written over all the time: one writer moves amounts between two of them in one batch, another puts
/// a row of the same amount, under another id and of another time, in one's place.
/// </summary>
internal sealed class Accounts(FeedbackProject project)
{
    private const int Rows = 60;
    private const int Opening = 1000;
    private const string Moved = "account.moved";
    private const string Put = "account.put";
    private readonly int[] _amounts = [.. Enumerable.Repeat(Opening, Rows)];
    private readonly string[] _names = [.. Enumerable.Range(0, Rows).Select(row => Name("put", row))];

    public int Moves { get; private set; }

    public int Replaced { get; private set; }

    public Task OpenAsync() => project.PostAsync("batch/create", new
    {
        batch = Enumerable.Range(0, Rows).SelectMany(row => new[] { Row(Moved, Name("moved", row), Opening), Row(Put, Name("put", row), Opening) }),
    });

    public async Task MoveAsync(CancellationToken until)
    {
        var random = new Random(7);
        for (; !until.IsCancellationRequested; Moves++)
        {
            var from = random.Next(Rows);
            var to = (from + random.Next(1, Rows)) % Rows;
            var amount = random.Next(1, 50);
            _amounts[from] -= amount;
            _amounts[to] += amount;
            await project.PostAsync(
                "batch/create", new { batch = new[] { Row(Moved, Name("moved", from), _amounts[from]), Row(Moved, Name("moved", to), _amounts[to]) } });
        }
    }

    public async Task ReplaceAsync(CancellationToken until)
    {
        for (; !until.IsCancellationRequested; Replaced++)
        {
            var at = Replaced % Rows;
            var name = Name("put-again", Replaced);
            await project.PostAsync("replace", Row(Put, name, Opening, _names[at]));
            _names[at] = name;
        }
    }

    public async Task AskAsync()
    {
        var answer = await project.PostAsync("stats", Questions.About("amount", new { group_by = new[] { "feedback_type" } }));
        var groups = answer.GetProperty("groups").EnumerateArray()
            .ToDictionary(group => group.GetProperty("group").GetProperty("feedback_type").GetString()!, group => group);
        foreach (var type in (string[])[Moved, Put])
        {
            groups[type].GetProperty("count").GetInt64().ShouldBe(Rows, $"{type}: as many rows as ever");
            var amount = groups[type].GetProperty("window_stats").GetProperty("amount");
            amount.GetProperty("count").GetDouble().ShouldBe(Rows);
            amount.GetProperty("sum").GetDouble().ShouldBe(Rows * Opening, $"{type}: the same total as ever");
        }
    }

    public async Task CheckAtEndAsync()
    {
        await AskAsync();
        (await project.ExportAsync(Moved)).ToDictionary(row => row.Id, row => JsonElement.Parse(row.Payload).GetProperty("amount").GetInt32())
            .ShouldBe(Enumerable.Range(0, Rows).ToDictionary(row => Name("moved", row), row => _amounts[row]), ignoreOrder: true);
        (await project.ExportAsync(Put)).Select(row => row.Id).ShouldBe(_names, ignoreOrder: true);
    }

    private static string Name(string kind, int row) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{row}");

    private static Dictionary<string, object> Row(string type, string id, int amount, string? replaces = null)
    {
        var row = new Dictionary<string, object>
        {
            ["project_id"] = FeedbackProject.Id,
            ["weave_ref"] = "weave:///crash/stories/call/account",
            ["feedback_type"] = type,
            ["id"] = id,
            ["payload"] = new { amount },
        };
        if (replaces is not null) row["feedback_id"] = replaces;
        return row;
    }
}
