using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class ServeTests : IDisposable
{
    // Two people rated 24 tickets, the owner three: overall and six dimensions each.
    private const int RatingsOfReview = ((2 * 24) + 3) * 7;

    private readonly Workspace _work = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose()
    {
        _http.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_listens_says_where_and_stops_when_asked(string signal)
    {
        await using var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on");
        server.Out.ShouldContain($"data in {_work["data"]}");
        (await _http.GetAsync(new Uri(server.Address, "/health/live"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.StopAsync(signal)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_tells_systemd_when_it_is_ready_and_when_it_stops(bool isAbstract)
    {
        if (isAbstract && !OperatingSystem.IsLinux()) Assert.Skip("Only Linux has abstract names of sockets.");
        var name = isAbstract ? Path.GetFileName(_work.Folder) : _work["notify"];
        using var socket = Listen((isAbstract ? "\0" : "") + name);
        await using var server = await ServedProcess.StartAsync(
            ["serve", "--data", _work["data"]], "listening on", ("NOTIFY_SOCKET", (isAbstract ? "@" : "") + name));
        (await ReceiveAsync(socket)).ShouldBe("READY=1");
        (await server.StopAsync()).ExitCode.ShouldBe(0);
        (await ReceiveAsync(socket)).ShouldBe("STOPPING=1");
    }

    [Fact]
    public async Task It_tells_systemd_that_it_is_alive_until_it_has_stopped()
    {
        using var socket = Listen(_work["notify"]);
        await using var server = await ServedProcess.StartAsync(
            ["serve", "--data", _work["data"]], "listening on", ("NOTIFY_SOCKET", _work["notify"]), ("WATCHDOG_USEC", "100000"));
        (await ReceiveAsync(socket)).ShouldBe("READY=1");
        for (var i = 0; i < 3; i++) (await ReceiveAsync(socket)).ShouldBe("WATCHDOG=1");
        (await server.StopAsync()).ExitCode.ShouldBe(0);
        string said;
        do said = await ReceiveAsync(socket);
        while (said == "WATCHDOG=1");
        said.ShouldBe("STOPPING=1");
    }

    [Fact]
    public async Task A_watchdog_of_another_process_and_a_socket_that_is_gone_do_not_matter()
    {
        using var socket = Listen(_work["notify"]);
        await using (var server = await ServedProcess.StartAsync(
            ["serve", "--data", _work["data"]], "listening on", ("NOTIFY_SOCKET", _work["notify"]), ("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1")))
        {
            (await ReceiveAsync(socket)).ShouldBe("READY=1");
            (await server.StopAsync()).ExitCode.ShouldBe(0);
            (await ReceiveAsync(socket)).ShouldBe("STOPPING=1");
        }

        await using var alone = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on", ("NOTIFY_SOCKET", _work["gone"]));
        var (exitCode, error) = await alone.StopAsync();
        exitCode.ShouldBe(0);
        error.ShouldContain("Could not send READY=1 to systemd");
    }

    [Fact]
    public async Task Health_says_whether_a_server_is_ready()
    {
        string url;
        await using (var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on"))
        {
            url = server.Address.ToString();
            var ready = await VindexProcess.RunAsync("health", "--url", url);
            ready.ExitCode.ShouldBe(0, ready.Err);
            ready.Out.ShouldContain("\"status\":\"ok\"");
        }

        var gone = await VindexProcess.RunAsync("health", "--url", url);
        gone.ExitCode.ShouldBe(2);
        gone.Err.ShouldContain("connection refused");
        await using var unready = await OddServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("{\"status\":\"unavailable\"}");
        });
        var ran = await VindexProcess.RunAsync("health", "--url", unready.Url);
        ran.ExitCode.ShouldBe(1);
        ran.Out.ShouldBe("{\"status\":\"unavailable\"}\n");
    }

    [Fact]
    public async Task Backup_and_check_ask_the_server_that_has_the_folder_and_restore_refuses()
    {
        await using var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on");
        var backup = await VindexProcess.RunAsync("backup", _work["copy.db"], "--data", _work["data"]);
        backup.ExitCode.ShouldBe(0, backup.Err);
        (await VindexProcess.RunAsync("check", "--data", _work["data"])).ShouldBe(new Ran(0, $"{_work["data"]}: clean\n", ""));
        var restore = await VindexProcess.RunAsync("restore", _work["copy.db"], "--replace", "--data", _work["data"]);
        restore.ExitCode.ShouldBe(2);
        restore.Err.ShouldContain("is in use");
        (await VindexProcess.RunAsync("restore", _work["copy.db"], "--data", _work["other"])).ExitCode.ShouldBe(0);
        (await server.StopAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_or_a_folder_in_use_is_told_in_one_line()
    {
        await using var server = await ServedProcess.StartAsync(["serve", "--data", _work["data"]], "listening on");
        var port = await VindexProcess.RunAsync("serve", "--data", _work["other"], "--urls", server.Address.ToString());
        port.ExitCode.ShouldBe(2);
        port.ErrLines.ShouldHaveSingleItem().ShouldContain("address already in use. Stop the other program, or choose another address with --urls");
        var folder = await VindexProcess.RunAsync("serve", "--data", _work["data"], "--urls", "http://127.0.0.1:0");
        folder.ExitCode.ShouldBe(2);
        folder.ErrLines.ShouldHaveSingleItem().ShouldContain($"The data folder {_work["data"]} is in use");
    }

    [Theory]
    [InlineData("--Limits:Scores=3", "Limits:Scores is not a setting; known settings: ")]
    [InlineData("--Limits:Score:Requests=many", "Limits:Score:Requests must be a whole number")]
    [InlineData("--urls=ftp://x", "Server:Urls must contain addresses such as http://127.0.0.1:8080")]
    [InlineData("--limit=3", "vindex serve: unknown option '--limit'")]
    [InlineData("http://127.0.0.1:0", "vindex serve: unexpected argument 'http://127.0.0.1:0'")]
    public async Task Settings_that_do_not_fit_are_told(string argument, string message)
    {
        var ran = await VindexProcess.RunAsync("serve", "--data", _work["data"], argument);
        ran.ExitCode.ShouldBe(2);
        ran.Err.ShouldContain(message);
        ran.Err.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_settings_can_be_shown()
    {
        var ran = await VindexProcess.RunAsync("serve", "--show-settings");
        ran.ExitCode.ShouldBe(0);
        using var settings = JsonDocument.Parse(ran.Out, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        settings.RootElement.GetProperty("Server").GetProperty("Urls").GetString().ShouldBe("http://127.0.0.1:8080");
    }

    [Fact]
    public async Task The_demo_has_scores_of_two_months_and_the_second_run_goes_on_with_them_under_the_same_key()
    {
        var (first, firstTotal) = await DemoAsync();
        var (second, secondTotal) = await DemoAsync();
        second.ShouldBe(first);
        secondTotal.ShouldBe(firstTotal);
        firstTotal.ShouldBeGreaterThan(61);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_work["data/demo.env"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_key_that_was_lost_is_replaced_by_one_that_works()
    {
        var (first, total) = await DemoAsync();
        File.Delete(_work["data/demo.env"]);
        var (second, secondTotal) = await DemoAsync();
        second.ShouldNotBe(first);
        secondTotal.ShouldBe(total);
    }

    [Fact]
    public async Task A_second_demo_on_the_same_folder_says_where_the_first_one_is()
    {
        await using var demo = await ServedProcess.StartAsync(["demo", "--data", _work["data"]], "Ctrl-C");
        var ran = await VindexProcess.RunAsync("demo", "--data", _work["data"], "--urls", "http://127.0.0.1:0");
        ran.ExitCode.ShouldBe(2);
        ran.ErrLines.ShouldHaveSingleItem().ShouldContain($"is in use by a server on {demo.Address.ToString().TrimEnd('/')}");
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[256];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer.AsMemory(), patience.Token));
    }

    /// <summary>Runs the demo, looks at it with the printed key, and stops it. Gives the key and how many scores it has.</summary>
    private async Task<(string Key, int Total)> DemoAsync()
    {
        await using var demo = await ServedProcess.StartAsync(["demo", "--data", _work["data"]], "Ctrl-C");
        demo.Out.ShouldContain(_work["data"]);
        var key = demo.Out.Split('\n').Single(line => line.Contains("API key ")).Trim().Split(' ')[^1];
        var summary = await GetAsync(demo, key, "/portal/scores/summary");
        summary.GetProperty("overall_average").GetDecimal().ShouldBeInRange(3, 9);
        var chart = await GetAsync(demo, key, "/portal/scores/chart?dimensions=overall&bucket=week");
        chart.GetProperty("data_points").GetArrayLength().ShouldBeGreaterThanOrEqualTo(3);
        var projects = (await GetAsync(demo, key, "/portal/projects")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("project_id").GetString()} {item.GetProperty("rows").GetInt32()}").ToList();
        projects.ShouldBe(["kolibri-bikes/assistant 864", $"kolibri-bikes/scores {summary.GetProperty("total_scored").GetInt32() + RatingsOfReview}"]);
        var (exitCode, error) = await demo.StopAsync("INT");
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
        return (key, summary.GetProperty("total_scored").GetInt32());
    }

    private async Task<JsonElement> GetAsync(ServedProcess server, string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
