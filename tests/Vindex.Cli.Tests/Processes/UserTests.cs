using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Storage.Audit;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Users;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed partial class UserTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_first_admin_is_made_on_a_running_server_and_chooses_a_password_with_the_link()
    {
        await using var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on");

        var added = await VindexProcess.RunAsync("user", "add", "Ada@Example.com", "--admin", "--data", _work["data"]);
        added.ExitCode.ShouldBe(0, added.Err);
        added.OutLines[0].ShouldStartWith("ada@example.com is invited as server admin");
        var link = new Uri(added.OutLines[1]);
        link.GetLeftPart(UriPartial.Authority).ShouldBe(server.Address.GetLeftPart(UriPartial.Authority));

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        ((int)(await client.PostAsync(link, Form(("password", "a long enough one")))).StatusCode).ShouldBe(303);
        var companies = await client.GetAsync(new Uri(server.Address, "/admin/companies"));
        companies.IsSuccessStatusCode.ShouldBeTrue(await companies.Content.ReadAsStringAsync());

        var reset = await VindexProcess.RunAsync(
            ["user", "reset", "ada@example.com", "--password", "--data", _work["data"]], Encoding.UTF8.GetBytes("a second long one\n"));
        reset.ExitCode.ShouldBe(0, reset.Err);
        ((int)(await client.GetAsync(new Uri(server.Address, "/admin/companies"))).StatusCode).ShouldBe(401);
        ((int)(await client.PostAsync(
            new Uri(server.Address, "/login"), Form(("email", "ada@example.com"), ("password", "a second long one")))).StatusCode).ShouldBe(303);
        (await server.StopAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_of_an_invited_person_is_a_new_invitation()
    {
        await using var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on");
        var added = await VindexProcess.RunAsync("user", "add", "ada@example.com", "--admin", "--data", _work["data"]);
        var reset = await VindexProcess.RunAsync("user", "reset", "Ada@example.com", "--data", _work["data"]);
        reset.ExitCode.ShouldBe(0, reset.Err);
        reset.OutLines[0].ShouldStartWith("ada@example.com is invited as server admin and has no account yet");

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        ((int)(await client.PostAsync(new Uri(added.OutLines[1]), Form(("password", "a long enough one")))).StatusCode).ShouldBe(404);
        ((int)(await client.PostAsync(new Uri(reset.OutLines[1]), Form(("password", "a long enough one")))).StatusCode).ShouldBe(303);
        (await VindexProcess.RunAsync("user", "reset", "bo@example.com", "--data", _work["data"])).Err.ShouldContain("no account has the e-mail address");
    }

    [Fact]
    public async Task Without_a_server_the_folder_is_opened_and_a_password_is_read_from_standard_input()
    {
        await using (await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = (_, _) => throw new InvalidOperationException("There are no scores here.") },
            TestContext.Current.CancellationToken))
        {
        }

        var added = await VindexProcess.RunAsync(
            ["user", "add", "ada@example.com", "--admin", "--password", "--data", _work["data"]], Encoding.UTF8.GetBytes("a long enough one\n"));
        added.ShouldBe(new Ran(0, "ada@example.com can sign in as server admin\n", ""));
        var reset = await VindexProcess.RunAsync("user", "reset", "ada@example.com", "--data", _work["data"]);
        reset.OutLines[1].ShouldMatch("^http://127\\.0\\.0\\.1:8080/reset/[A-Za-z0-9_-]{43}$");
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = (_, _) => throw new InvalidOperationException("There are no scores here.") },
            TestContext.Current.CancellationToken);
        (await store.Users.FindByEmailAsync("ada@example.com", TestContext.Current.CancellationToken))!.IsAdmin.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_factor_sign_in_is_turned_off_in_the_folder()
    {
        var stop = TestContext.Current.CancellationToken;
        await using (var store = await OpenAsync())
        {
            var (user, at) = (new User("us_ada", "ada@example.com", null, "hash", IsAdmin: true, DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch);
            var entry = new AuditEntry("1", at, null, "cli", "test.done", null, null);
            (await store.Users.AddAsync(user, new Grant(null, null, IsAdmin: true), entry, stop)).ShouldBeTrue();
            (await store.SecondFactors.PrepareAsync(user.Id, [1], at, stop)).ShouldBeTrue();
            (await store.SecondFactors.TurnOnAsync(user.Id, [1], 1, ["a"], "se_1", entry with { Id = "2" }, stop)).ShouldBeTrue();
        }

        var off = await VindexProcess.RunAsync("user", "second-factor-off", "Ada@example.com", "--data", _work["data"]);
        off.ShouldBe(new Ran(0, "ada@example.com signs in with the password alone; two-factor sign-in is off\n", ""));
        var again = await VindexProcess.RunAsync("user", "second-factor-off", "ada@example.com", "--data", _work["data"]);
        (again.ExitCode, again.Err).ShouldBe((2, "vindex: ada@example.com does not have two-factor sign-in\n"));

        await using var changed = await OpenAsync();
        (await changed.Users.FindAsync("us_ada", stop))!.HasSecondFactor.ShouldBeFalse();
        (await changed.Audit.ListAsync(new AuditFilter { Action = "second_factor.off" }, null, 10, stop)).Items.ShouldHaveSingleItem().Actor.ShouldBe("cli");

        Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = (_, _) => throw new InvalidOperationException("There are no scores here.") }, stop);
    }

    [Theory]
    [InlineData("give either admin", "user", "add", "ada@example.com")]
    [InlineData("give company and role together", "user", "add", "ada@example.com", "--company", "acme")]
    [InlineData("no company has the slug acme", "user", "add", "ada@example.com", "--company", "acme", "--role", "owner")]
    [InlineData("must be an e-mail address", "user", "add", "ada", "--admin")]
    [InlineData("no account has", "user", "reset", "ada@example.com")]
    [InlineData("no account has", "user", "second-factor-off", "ada@example.com")]
    [InlineData("no password was given", "user", "add", "ada@example.com", "--admin", "--password")]
    public async Task What_cannot_be_done_is_told(string message, params string[] args)
    {
        await using (await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _work["data"], ScoreFeedback = (_, _) => throw new InvalidOperationException("There are no scores here.") },
            TestContext.Current.CancellationToken))
        {
        }

        var ran = await VindexProcess.RunAsync([.. args, "--data", _work["data"]]);

        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain(message);
    }

    [Fact]
    public async Task The_demo_prints_a_login_that_works_and_keeps_it()
    {
        var lines = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var demo = await ServedProcess.StartAsync(["demo", "--data", _work["demo"]], "Ctrl-C");
            var match = Login().Match(demo.Out);
            match.Success.ShouldBeTrue(demo.Out);
            lines.Add(match.Groups["password"].Value);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var client = new HttpClient(handler);
            var answer = await client.PostAsync(
                new Uri(demo.Address, "/login"), Form(("email", match.Groups["email"].Value), ("password", match.Groups["password"].Value)));
            ((int)answer.StatusCode).ShouldBe(303);
            (await demo.StopAsync()).ExitCode.ShouldBe(0);
        }

        lines[1].ShouldBe(lines[0]);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex(@"sign in +\S+/login +(?<email>\S+) +(?<password>\S+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Login();
}
