using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>Damage in the database is an error that is logged with what to do about it, and never looks as if a score did not exist.</summary>
public sealed class DamagedDatabaseTests
{
    private const int PageSize = 4096;
    private const int Scores = 12;

    /// <summary>What can happen to a page: it is overwritten with zeros, in part or in whole, or with other bytes, or becomes an empty one.</summary>
    private static readonly (string Name, Action<byte[]> Damage)[] s_damages =
    [
        ("zeros", page => Array.Clear(page)),
        ("zeros in part", page => Array.Clear(page, 8, 600)),
        ("ones", page => Array.Fill(page, (byte)0xFF)),
        ("ones behind the header", page => Array.Fill(page, (byte)0xFF, 100, page.Length - 100)),
        ("other bytes", page => new Random(1).NextBytes(page.AsSpan(8))),
    ];

    [Theory]
    [InlineData("scores")]
    [InlineData("score_details")]
    [InlineData("scores_by_id")]
    public async Task A_score_in_a_damaged_page_is_an_error_and_not_missing(string tree)
    {
        foreach (var (name, damage) in s_damages)
        {
            using var folder = new Folder();
            var (key, ids) = await FillAsync(folder.Path);
            var pages = Damage(Path.Combine(folder.Path, "vindex.db"), tree, damage);
            var log = new CapturedLog();
            await using var server = await StartAsync(folder.Path, log);
            using var handler = new SocketsHttpHandler();
            using var client = new HttpClient(handler) { BaseAddress = server.Addresses[0], DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

            var statuses = new List<HttpStatusCode>();
            foreach (var id in ids)
            {
                var response = await client.GetAsync($"/portal/scores/{id}", TestContext.Current.CancellationToken);
                statuses.Add(response.StatusCode);
                response.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, $"{name}: {pages} pages of {tree}");
                if (response.StatusCode == HttpStatusCode.OK) continue;
                var problem = await response.ProblemAsync(500, "internal_error");
                log.Lines.ShouldContain(line => line.Contains(problem.Text("trace_id"), StringComparison.Ordinal)
                    && line.Contains("The database is damaged", StringComparison.Ordinal) && line.Contains("Run vindex check", StringComparison.Ordinal));
            }

            statuses.ShouldContain(HttpStatusCode.InternalServerError, $"{name}: {pages} pages of {tree}");
            await server.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_score_without_its_text_is_an_error()
    {
        using var folder = new Folder();
        var (key, ids) = await FillAsync(folder.Path);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "vindex.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM score_details WHERE no IN (SELECT no FROM scores WHERE id = $id)";
            command.Parameters.AddWithValue("$id", ids[0]);
            command.ExecuteNonQuery().ShouldBe(1);
        }

        await using var server = await StartAsync(folder.Path, new CapturedLog());
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler) { BaseAddress = server.Addresses[0], DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        await (await client.GetAsync($"/portal/scores/{ids[0]}", TestContext.Current.CancellationToken)).ProblemAsync(500, "internal_error");
        await (await client.GetAsync($"/portal/scores/{ids[1]}", TestContext.Current.CancellationToken)).JsonAsync(200);
        await server.StopAsync(CancellationToken.None);
    }

    private static async Task<(string Key, List<string> Ids)> FillAsync(string folder)
    {
        await using var server = await TestServer.StartAsync(folder);
        var company = await server.CompanyAsync("Kolibri");
        var ids = new List<string>();
        var now = server.Time.GetUtcNow();
        for (var i = 0; i < Scores; i++) ids.Add(await company.SeedAsync(now.AddSeconds(-i), [1, 2, 3, 4, 5, 6], title: new string('t', 200)));
        return ((await company.NewKeyAsync(["scores:read"])).Text("api_key"), ids);
    }

    private static async Task<VindexServer> StartAsync(string folder, CapturedLog log)
    {
        var server = await VindexServer.BuildAsync(
            new VindexServerOptions
            {
                DataFolder = folder,
                Urls = "http://127.0.0.1:0",
                AnswersOnly = true,
                Settings = new Dictionary<string, string?> { ["Logging:Level"] = "error" },
                ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log),
            },
            [],
            CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>Damages the last page of a table or index, which is a leaf; returns how many pages the tree has.</summary>
    private static int Damage(string file, string tree, Action<byte[]> damage)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var pages = Leaves(stream, RootOf(file, tree)).ToList();
        var page = Read(stream, pages[^1]);
        damage(page);
        stream.Position = (pages[^1] - 1) * PageSize;
        stream.Write(page);
        return pages.Count;
    }

    private static long RootOf(string file, string tree)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT rootpage FROM sqlite_master WHERE name = $name";
        command.Parameters.AddWithValue("$name", tree);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The leaves below a page, in order (https://www.sqlite.org/fileformat2.html#b_tree_pages).</summary>
    private static IEnumerable<long> Leaves(FileStream stream, long number)
    {
        const int InteriorIndex = 2, InteriorTable = 5;
        var page = Read(stream, number);
        if (page[0] is not (InteriorIndex or InteriorTable)) return [number];
        var cells = (page[3] << 8) | page[4];
        var children = Enumerable.Range(0, cells).Select(cell => Number(page, (page[12 + (2 * cell)] << 8) | page[13 + (2 * cell)])).Append(Number(page, 8));
        return children.SelectMany(child => Leaves(stream, child));
    }

    private static long Number(byte[] page, int at) => ((long)page[at] << 24) | ((long)page[at + 1] << 16) | ((long)page[at + 2] << 8) | page[at + 3];

    private static byte[] Read(FileStream stream, long number)
    {
        var page = new byte[PageSize];
        stream.Position = (number - 1) * PageSize;
        stream.ReadExactly(page);
        return page;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("vindex-damaged-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
