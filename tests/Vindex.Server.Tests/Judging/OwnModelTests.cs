using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>Companies' own connections to models.</summary>
public sealed class OwnModelTests
{
    private const string OwnKey = "sk-own-9876543210zyxwvutsrq";
    private static readonly Api s_api = Api.Of("openai");

    private static readonly (string Key, string Value)[] s_loopback = [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")];

    [Fact]
    public async Task An_own_connection_judges_with_its_own_key_which_is_never_returned()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var put = await (await owner.PutAsync("/portal/judging/connection", Connection(model))).JsonAsync(200);
        var own = put.GetProperty("own_connection");
        (own.Text("provider"), own.Text("model"), own.GetProperty("has_key").GetBoolean()).ShouldBe(("openai", "own-model", true));
        put.GetProperty("connections").EnumerateArray().Select(connection => connection.Text("name")).ShouldBe(["own"]);
        await (await owner.PutAsync("/portal/judging", new { judge = "model:own", consenting_customers = (string[])[acme.DefaultCustomerId] })).JsonAsync(200);
        using var client = await acme.ClientAsync();

        var answer = await (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-1"))).JsonAsync(200);

        Api.KeyOf(model.Requests.ShouldHaveSingleItem()).ShouldBe(OwnKey);
        var run = (await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200)).GetProperty("model_metadata").GetProperty("run");
        (run.Text("model"), run.Number("cost")).ShouldBe(("own-model", 0.0015m));
        foreach (var path in (string[])["/portal/judging", "/portal/audit", "/portal/settings"])
            (await (await owner.GetAsync(path)).Content.ReadAsStringAsync()).ShouldNotContain(OwnKey);
        var backup = Path.Combine(server.Folder, "backup.db");
        await server.Store.BackupAsync(backup, CancellationToken.None);
        (await File.ReadAllBytesAsync(backup)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(OwnKey)).ShouldBe(-1);
    }

    [Fact]
    public async Task A_key_is_kept_only_for_the_address_that_it_was_given_for()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var url = s_api.BaseUrl(model.Address).ToString();
        await (await owner.PutAsync("/portal/judging/connection", Connection(model))).JsonAsync(200);

        var kept = await (await owner.PutAsync("/portal/judging/connection", new { provider = "openai", model = "other-model", base_url = url })).JsonAsync(200);
        kept.GetProperty("own_connection").GetProperty("has_key").GetBoolean().ShouldBeTrue();
        var moved = await (await owner.PutAsync("/portal/judging/connection", new { provider = "openai", model = "m", base_url = url + "/x" })).ProblemAsync(422);
        moved.GetProperty("errors").GetProperty("api_key")[0].GetString()!.ShouldStartWith("must be given again");
        var without = await (await owner.PutAsync(
            "/portal/judging/connection", new { provider = "ollama", model = "m", base_url = url, api_key = (string?)null })).JsonAsync(200);
        without.GetProperty("own_connection").GetProperty("has_key").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1")]
    [InlineData("https://127.0.0.1:8000/v1")]
    [InlineData("https://localhost/v1")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::1]/v1")]
    [InlineData("https://10.0.0.7/v1")]
    [InlineData("https://2130706433/v1")]
    [InlineData("https://user:password@example.com/v1")]
    [InlineData("ftp://example.com/v1")]
    [InlineData("not a url")]
    public async Task An_address_that_callbacks_may_not_reach_is_refused(string url)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");

        var refused = await (await server.Admin.PutAsync(
            $"/admin/companies/{acme.Id}/judging/connection", Json.Content(new { provider = "openai", model = "m", base_url = url, api_key = OwnKey }))).ProblemAsync(422);

        refused.GetProperty("errors").GetProperty("base_url")[0].GetString().ShouldNotBeNullOrWhiteSpace();
        refused.GetRawText().ShouldNotContain(OwnKey);
    }

    [Fact]
    public async Task An_address_is_checked_again_with_each_connection()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(
            s_api, model.Address, "model:closed", "fail", [("Models:Closed:AllowedNetworks", ""), .. JudgedCompany.Settings(s_api, model.Address, "Closed")]);

        (await (await judged.SendAsync()).ProblemAsync(503)).Text("detail").ShouldContain("(address_refused)");

        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_companys_connection_is_not_anothers()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var (acme, other) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Other"));
        var owner = await acme.PersonAsync("owner");
        var stranger = await other.PersonAsync("owner", "stranger@example.com");
        await (await owner.PutAsync("/portal/judging/connection", Connection(model))).JsonAsync(200);

        (await (await stranger.PutAsync("/portal/judging", new { judge = "model:own" })).ProblemAsync(422)).GetProperty("errors").GetProperty("judge")[0]
            .GetString().ShouldBe("names an unknown connection; there are none");
        (await (await stranger.PostAsync("/portal/judging/try", new { judge = "model:own" })).ProblemAsync(422)).Text("code").ShouldBe("unknown_connection");
        (await (await stranger.GetAsync("/portal/judging")).JsonAsync(200)).GetProperty("own_connection").ValueKind.ShouldBe(JsonValueKind.Null);
        (await (await stranger.PutAsync("/portal/judging", new { judge = "rules", consenting_customers = (string[])[acme.DefaultCustomerId] })).ProblemAsync(422))
            .GetProperty("errors").GetProperty("consenting_customers[0]")[0].GetString().ShouldBe("is not a customer of the company");

        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_in_use_is_not_deleted_and_with_it_goes_its_key()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: s_loopback);
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await (await owner.DeleteAsync("/portal/judging/connection")).ProblemAsync(404);
        await (await owner.PutAsync("/portal/judging/connection", Connection(model))).JsonAsync(200);
        await (await owner.PutAsync("/portal/judging", new { judge = "rules", overrides = (object[])[new { judge = "consensus:own", profile = "adam" }] }))
            .JsonAsync(200);

        await (await owner.DeleteAsync("/portal/judging/connection")).ProblemAsync(409, "connection_in_use");
        (await server.Store.KeyRing.IsUsedAsync(CancellationToken.None)).ShouldBeTrue();
        await (await owner.PutAsync("/portal/judging", new { judge = "rules" })).JsonAsync(200);
        await (await owner.DeleteAsync("/portal/judging/connection")).JsonAsync(200);

        (await server.Store.KeyRing.IsUsedAsync(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_of_another_master_key_is_a_failure_and_the_server_does_not_start_without_being_told()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        var folder = Directory.CreateTempSubdirectory("vindex-models-").FullName;
        try
        {
            string key;
            await using (var server = await TestServer.StartAsync(folder, settings: s_loopback))
            {
                var acme = await server.CompanyAsync("Acme");
                key = (await acme.NewKeyAsync(["scores:write"])).Text("api_key");
                await (await server.Admin.PutAsync($"/admin/companies/{acme.Id}/judging/connection", Json.Content(Connection(model)))).JsonAsync(200);
                await JudgedCompany.PutAsync(acme, new { judge = "model:own", consenting_customers = (string[])[acme.DefaultCustomerId] });
            }

            File.Delete(Path.Combine(folder, "secrets", "master.key"));
            await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(folder, settings: s_loopback));
            await using var again = await TestServer.StartAsync(folder, settings: [.. s_loopback, ("Security:MasterKeyLost", "true")]);
            using var client = again.WithKey(key);
            (await (await client.PostAsync("/v1/score?details=true", JudgedCompany.Ticket("T-1"))).JsonAsync(200))
                .GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldContain("(not_configured)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        model.Requests.ShouldBeEmpty();
    }

    private static object Connection(ModelServer model) => new
    {
        provider = "openai",
        model = "own-model",
        base_url = s_api.BaseUrl(model.Address).ToString(),
        api_key = OwnKey,
        output_price = 5,
    };
}
