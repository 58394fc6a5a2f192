using System.Text;
using Shouldly;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

public sealed class LoadedAssembliesTests
{
    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("sarif")]
    public async Task Scoring_loads_no_part_of_the_server(string format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc to see what a process has loaded.");
        using var process = VindexProcess.Start(["score", "-", "--format", format]);
        // Not awaited yet: it writes answers before it has read everything.
        var writing = process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(Backlogs.JsonLines(3_000)));
        (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull(); // so it has judged; it waits for more input

        var loaded =
            (await File.ReadAllLinesAsync($"/proc/{process.Id}/maps")).Select(line => Path.GetFileName(line))
                .Where(name => name.EndsWith(".dll"))
                .Distinct()
                .ToList();
        var reading = process.StandardOutput.ReadToEndAsync();
        await writing;
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(0);
        loaded.ShouldContain("Vindex.Scoring.dll");
        loaded.ShouldNotContain("Vindex.Server.dll");
        loaded.ShouldNotContain("Vindex.Storage.dll");
        loaded.ShouldNotContain("System.Net.Http.dll");
        loaded.ShouldNotContain("NodaTime.dll");
        loaded.ShouldAllBe(name => !name.StartsWith("Microsoft.AspNetCore") && !name.StartsWith("Microsoft.Extensions"));
    }
}
