using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>What a server logs about models, at the most talkative level.</summary>
public sealed class ModelLogTests
{
    [Theory]
    [InlineData("openai", 200)]
    [InlineData("openai", 401)]
    [InlineData("anthropic", 500)]
    [InlineData("anthropic", 200)]
    public async Task Neither_key_nor_ticket_text_is_logged(string provider, int status)
    {
        var api = Api.Of(provider);
        var body = status == 200 ? api.Success(AnswerText.Of(6).ToJsonString()) : api.Error("bad", $"{TestJudge.Key} {TestJudge.Secret}");
        await using var model = await ModelServer.StartAsync(status, body);
        var log = new CapturedLog();
        var folder = Directory.CreateTempSubdirectory("vindex-model-log-").FullName;
        try
        {
            await using var server = await VindexServer.BuildAsync(
                new VindexServerOptions
                {
                    DataFolder = folder,
                    Urls = "http://127.0.0.1:0",
                    AdminKey = TestServer.AdminKey,
                    Settings = JudgedCompany.Settings(api, model.Address).Append(("Logging:Level", "trace"))
                        .ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2),
                    ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log),
                },
                [],
                CancellationToken.None);
            await server.StartAsync(CancellationToken.None);
            using var admin = Client(server, TestServer.AdminKey);
            var company = await (await admin.PostAsync("/admin/companies", Json.Content(new { name = "Acme" }))).JsonAsync(201);
            var root = $"/admin/companies/{company.Text("company_id")}";
            var key = await (await admin.PostAsync($"{root}/keys", Json.Content(new { name = "test", scopes = (string[])["scores:write"] }))).JsonAsync(201);
            var rules = new { judge = "model:default", consenting_customers = (string[])[company.Text("default_customer_id")] };
            await (await admin.PutAsync($"{root}/judging", Json.Content(rules))).JsonAsync(200);
            using var client = Client(server, key.Text("api_key"));

            await (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-1"))).JsonAsync(200);

            await server.StopAsync(CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        log.Lines.ShouldContain(line => line.StartsWith("POST /v1/score 200"));
        if (status != 200) log.Lines.ShouldContain(line => line.StartsWith("The model of connection default gave no answer: "));
        log.Lines.ShouldAllBe(line => !line.Contains(TestJudge.Key) && !line.Contains(TestJudge.Secret));
    }

    private static HttpClient Client(VindexServer server, string key) =>
        new(new SocketsHttpHandler()) { BaseAddress = server.Addresses[0], DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
}
