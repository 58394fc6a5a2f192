using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Judging;

/// <summary>A company whose tickets are judged by the model at a test's server, over the installation's connection.</summary>
internal sealed record JudgedCompany(TestServer Server, TestCompany Company, HttpClient Client) : IAsyncDisposable
{
    /// <summary>What a ticket is scored by.</summary>
    public const string Model = "judge-model-1";

    /// <summary>The settings of a connection to a test's server, which makes no second attempt.</summary>
    public static (string Key, string Value)[] Settings(Api api, Uri model, string name = "Default") =>
    [
        ($"Models:{name}:Provider", api.Provider),
        ($"Models:{name}:BaseUrl", api.BaseUrl(model).ToString()),
        ($"Models:{name}:Model", Model),
        ($"Models:{name}:Key", TestJudge.Key),
        ($"Models:{name}:Retries", "0"),
        ($"Models:{name}:InputPrice", "2"),
        ($"Models:{name}:OutputPrice", "10"),
        ($"Models:{name}:AllowedNetworks", "127.0.0.0/8"),
    ];

    /// <summary>Starts a server with a company whose default customer consents.</summary>
    public static async Task<JudgedCompany> StartAsync(Api api, Uri model, object? rules = null, params (string Key, string Value)[] settings)
    {
        var server = await TestServer.StartAsync(settings: [.. settings, .. Settings(api, model)]);
        var company = await server.CompanyAsync("Acme");
        await PutAsync(company, rules ?? new { judge = "model:default", consenting_customers = (string[])[company.DefaultCustomerId] });
        return new JudgedCompany(server, company, await company.ClientAsync());
    }

    /// <summary>The same with choices for all tickets.</summary>
    public static async Task<JudgedCompany> StartAsync(Api api, Uri model, string judge, string fallback, params (string Key, string Value)[] settings)
    {
        var started = await StartAsync(api, model, rules: new { judge = "rules" }, settings);
        await PutAsync(started.Company, new { judge, fallback, consenting_customers = (string[])[started.Company.DefaultCustomerId] });
        return started;
    }

    /// <summary>Replaces the rules of a company.</summary>
    public static async Task<JsonElement> PutAsync(TestCompany company, object rules) =>
        await (await company.Server.Admin.PutAsync($"/admin/companies/{company.Id}/judging", Json.Content(rules))).JsonAsync(200);

    /// <summary>The state of a company's judging.</summary>
    public static async Task<JsonElement> StateAsync(TestCompany company) =>
        await (await company.Server.Admin.GetAsync($"/admin/companies/{company.Id}/judging")).JsonAsync(200);

    /// <summary>Replaces the rules.</summary>
    public Task<JsonElement> PutAsync(object rules) => PutAsync(Company, rules);

    /// <summary>The state of the company's judging.</summary>
    public Task<JsonElement> StateAsync() => StateAsync(Company);

    /// <summary>Sends the usual ticket.</summary>
    public Task<HttpResponseMessage> SendAsync(string key = "T-1", string query = "") => Client.PostAsync("/v1/score" + query, Ticket(key));

    /// <summary>Scores the usual ticket; the stored score.</summary>
    public async Task<JsonElement> ScoreAsync(string key = "T-1")
    {
        var answer = await (await SendAsync(key)).JsonAsync(200);
        var score = await (await Client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);
        score.Number("overall_score").ShouldBe(answer.Number("overall_score"));
        return score;
    }

    /// <summary>The usual ticket as a body.</summary>
    public static StringContent Ticket(string key) => Json.Ticket(TestJudge.Ticket.Summary, key, description: TestJudge.Ticket.Description.Text);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
