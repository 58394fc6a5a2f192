using System.Diagnostics;
using Shouldly;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.Documentation;

/// <summary>Point-in-time recovery of PostgreSQL, as packaging/postgresql/recovery-drill.sh rehearses it.</summary>
public sealed class RecoveryDrillTests(ITestOutputHelper output)
{
    private const int Scores = 20;

    [Fact]
    public async Task The_drill_brings_back_every_score_of_a_deleted_company()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        using var folder = new TemporaryFolder();
        var script = Path.Combine(Runbooks.Root(), "packaging", "postgresql", "recovery-drill.sh");
        string[] arguments =
        [
            script, "--folder", folder.Path, "--port", $"{ReservedPorts.Next(inARow: 2)}",
            "--vindex", $"dotnet {ServerProcess.ProgramPath()}", "--scores", $"{Scores}",
        ];
        using var drill = Process.Start(new ProcessStartInfo("bash", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = await Task.WhenAll(drill.StandardOutput.ReadToEndAsync(), drill.StandardError.ReadToEndAsync());
        await drill.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine(texts[0] + texts[1]);
        drill.ExitCode.ShouldBe(0);
        texts[0].ShouldContain("the company is deleted");
        texts[0].ShouldContain($"{Scores} scores after recovery, vindex check clean");
    }
}
