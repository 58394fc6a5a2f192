using System.Text.Json;
using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>Which rows a client writes.</summary>
internal enum RowKind
{
    /// <summary>Several at once, never changed.</summary>
    Kept,

    /// <summary>Written again and again.</summary>
    Changed,

    /// <summary>Written and purged.</summary>
    Passing,
}

/// <summary>Writes rows of feedback, and reads them from other servers. A row whose state a lost response leaves unknown is not written again.</summary>
internal sealed class RowClient(LoadRecorder recorder, LoadCompany company, int seed, RowKind kind, int writer) : LoadClient(recorder, company, seed)
{
    private const int Batch = 3;

    private int _rows;

    /// <summary>The feedback type of a kind.</summary>
    public static string TypeOf(RowKind kind) => kind.ToString().ToLowerInvariant();

    private string Type => TypeOf(kind);

    protected override Task StepAsync(CancellationToken end) => kind switch
    {
        RowKind.Kept => AddAsync(),
        RowKind.Changed => ChangeAsync(end),
        _ => PassAsync(),
    };

    private async Task AddAsync()
    {
        var rows = Enumerable.Range(0, Batch).Select(_ => (Id: NextRow(), Value: (long)Random.Next(1, 1000))).ToList();
        var response = await SendAsync(LoadRecorder.Post("/feedback/batch/create", new { batch = rows.Select(row => Body(row.Id, row.Value)) }));
        foreach (var (id, value) in rows) Recorder.Add(new RowWritten(response.Call, Type, id, value));
        if (Random.Next(4) == 0) await ReadAsync(rows[0].Id);
    }

    private async Task ChangeAsync(CancellationToken end)
    {
        var row = NextRow();
        for (var value = 1; value <= 10 && !end.IsCancellationRequested; value++)
        {
            if (await PutAsync(row, value) == CallOutcome.Unknown) return;
            if (Random.Next(2) == 0) await ReadAsync(row);
            await PauseAsync(20, 100);
        }
    }

    private async Task PassAsync()
    {
        var row = NextRow();
        if (await PutAsync(row, 1) != CallOutcome.Acknowledged) return;
        if (Random.Next(2) == 0) await ReadAsync(row);
        await PauseAsync(20, 100);
        var outcome = await WriteAsync(LoadRecorder.Post("/feedback/purge", new { project_id = Company.Project, query = IsRow(row) }), call => new RowPurged(call, Type, row));
        if (outcome == CallOutcome.Acknowledged && Random.Next(2) == 0) await ReadAsync(row);
    }

    private Task<CallOutcome> PutAsync(string row, long value) =>
        WriteAsync(LoadRecorder.Post("/feedback/create", Body(row, value)), call => new RowWritten(call, Type, row, value));

    private Task ReadAsync(string row) => ReadAsync(
        LoadRecorder.Post("/feedback/query", new { project_id = Company.Project, fields = (string[])["id", "payload"], query = IsRow(row) }),
        response => new RowRead(response.Call, Type, row, Value(response.Json.GetProperty("result"))));

    private static long? Value(JsonElement rows) => rows.GetArrayLength() == 0 ? null : rows[0].GetProperty("payload").GetProperty("n").GetInt64();

    private string NextRow() => $"{Company.Slug}-{Type}-{writer}-{++_rows}";

    private object Body(string row, long value) =>
        new { project_id = Company.Project, id = row, weave_ref = $"weave:///{Company.Project}/call/{row}", feedback_type = Type, payload = new { n = value } };

    private static Dictionary<string, object> IsRow(string row) => new()
    {
        ["$expr"] = new Dictionary<string, object>
        {
            ["$eq"] = new object[] { new Dictionary<string, object> { ["$getField"] = "id" }, new Dictionary<string, object> { ["$literal"] = row } },
        },
    };
}
