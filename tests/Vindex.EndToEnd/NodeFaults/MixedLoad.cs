using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Vindex.EndToEnd.NodeFaults.Clients;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>Two companies whose clients do everything that the history knows, on all servers.</summary>
internal static class MixedLoad
{
    private static readonly string[] s_slugs = ["aurora7d3f", "borealis9e1c"];

    /// <summary>Adds the companies, each with an installation whose callbacks go to a receiver.</summary>
    public static async Task<List<LoadCompany>> CompaniesAsync(ServerProcess node, SignedReceiver receiver, CancellationToken cancellationToken)
    {
        var companies = new List<LoadCompany>();
        foreach (var slug in s_slugs)
        {
            var (id, key) = await node.AddCompanyAsync(slug, "scores:read", "scores:write", "feedback:read", "feedback:write", "installations:write");
            using var client = node.Client(key);
            using var response = await client.PostAsJsonAsync(
                "/api/v1/register/generic", new { external_id = slug, callback_url = receiver.UrlOf(slug) }, cancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            var secret = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("shared_secret").GetString()!;
            receiver.Expect(slug, secret);
            companies.Add(new LoadCompany(slug, id, key, secret));
        }

        return companies;
    }

    /// <summary>Runs the clients until the end.</summary>
    public static Task RunAsync(LoadRecorder recorder, int seed, CancellationToken end)
    {
        var clients = new List<LoadClient>();
        foreach (var company in recorder.Companies)
        {
            for (var i = 0; i < 2; i++)
            {
                clients.Add(new ScoreClient(recorder, company, ++seed, $"score-{i}"));
                clients.Add(new EventClient(recorder, company, ++seed, $"event-{i}"));
                clients.Add(new RowClient(recorder, company, ++seed, RowKind.Kept, i));
            }

            clients.Add(new RowClient(recorder, company, ++seed, RowKind.Changed, 2));
            clients.Add(new RowClient(recorder, company, ++seed, RowKind.Passing, 3));
            clients.Add(new StatisticsClient(recorder, company, ++seed));
            clients.Add(new KeyClient(recorder, company, ++seed));
        }

        return Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(end), CancellationToken.None)));
    }
}
