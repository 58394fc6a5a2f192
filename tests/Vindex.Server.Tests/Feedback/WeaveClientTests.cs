using System.ComponentModel;
using System.Diagnostics;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class WeaveClientTests
{
    [Fact]
    public async Task A_python_client_of_weaves_feedback_endpoints_works_when_its_base_url_is_changed()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var key = (await company.NewKeyAsync(["feedback:read", "feedback:write"])).Text("api_key");
        var start = new ProcessStartInfo(
            "python3", [Path.Combine(AppContext.BaseDirectory, "Feedback", "weave_client.py"), server.Address.ToString(), "acme/stories"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WANDB_API_KEY"] = key;
        start.Environment["PYTHONIOENCODING"] = "utf-8";

        using var client = Start(start);
        var output = client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await errors).ShouldBe("");
        (await output).TrimEnd().ShouldBe("ok");
        client.ExitCode.ShouldBe(0);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed: the client is a Python script.");
            throw;
        }
    }
}
