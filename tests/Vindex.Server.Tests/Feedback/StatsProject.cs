using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Tests.Feedback;

/// <summary>A project of a company called "entity" on a test server, which rows are put into and which is asked.</summary>
internal sealed class StatsProject
{
    private readonly TestCompany _company;
    private int _rows;

    private StatsProject(TestCompany company, HttpClient client, string name)
    {
        _company = company;
        Client = client;
        Key = new ProjectKey(company.Id, name);
    }

    public TestCompany Company => _company;

    public HttpClient Client { get; }

    public ProjectKey Key { get; }

    public string Id => "entity/" + Key.Name;

    private IFeedbackStore Store => _company.Server.Store.Feedback;

    public static async Task<StatsProject> OpenAsync(TestServer server, string name = "project")
    {
        var company = await server.CompanyAsync("entity");
        return new StatsProject(company, await company.ClientAsync("feedback:read", "feedback:write", "scores:read"), name);
    }

    /// <summary>Another project of the same company.</summary>
    public StatsProject Beside(string name) => new(_company, Client, name);

    public Task AddAsync(DateTimeOffset at, string payload, string type = "t", string? trigger = null, string? id = null) =>
        AddAsync([Row(at, Encoding.UTF8.GetBytes(payload), type, trigger, id)]);

    public async Task AddAsync(IEnumerable<FeedbackRow> rows)
    {
        foreach (var chunk in rows.Chunk(5000))
        {
            var written = await Store.WriteAsync([.. chunk.Select(row => new FeedbackEntry(Key, row))], null, allOrNothing: true, CancellationToken.None);
            written.ShouldAllBe(outcome => outcome is FeedbackWritten.Kept);
        }
    }

    public FeedbackRow Row(DateTimeOffset at, ReadOnlyMemory<byte> payload, string type = "t", string? trigger = null, string? id = null) => new()
    {
        Id = id ?? $"row-{Interlocked.Increment(ref _rows):D8}",
        CreatedAt = at,
        FeedbackType = type,
        TriggerRef = trigger,
        WeaveRef = $"weave:///{Id}/call/1",
        WbUserId = "tester",
        Payload = payload,
    };

    public Task PurgeAsync(params string[] ids) => Store.PurgeAsync(Key, ids, CancellationToken.None);

    public Task<HttpResponseMessage> PostAsync(object request) => Client.PostAsync("/feedback/stats", Json.Content(request));

    public async Task<JsonElement> AskAsync(object request, int status = 200) => await (await PostAsync(request)).JsonAsync(status);

    /// <summary>Rows of the project in all time.</summary>
    public async Task<long> CountAsync() => (await AskAsync(new
    {
        project_id = Id,
        start = "1970-01-01T00:00:00Z",
        end = "2100-01-01T00:00:00Z",
        granularity = 200L * 365 * 86400,
        metrics = new[] { new { json_path = "n", aggregations = new[] { "count" } } },
    })).GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64());
}
