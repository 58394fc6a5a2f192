using System.Text;
using System.Text.Json;

namespace Vindex.Cli.Tests.Processes;

/// <summary>Backlogs to judge.</summary>
internal static class Backlogs
{
    private static readonly string[] s_wishes = ["reserve a bike", "see my last trips", "pause a trip", "report a broken light", "pay with a voucher"];

    /// <summary>The sample backlog of the repository; it lies beside the vindex script.</summary>
    public static string Sample => Path.Combine(Path.GetDirectoryName(ScriptSandbox.RealScript())!, "samples", "backlog.csv");

    /// <summary>So many tickets as JSON lines, all different, with ids T-1, T-2, ….</summary>
    public static string JsonLines(int count)
    {
        var lines = new StringBuilder();
        for (var i = 1; i <= count; i++)
        {
            var ticket = new Dictionary<string, string>
            {
                ["id"] = $"T-{i}",
                ["summary"] = $"Wish {i}",
                ["description"] = $"As a rider I want to {s_wishes[i % s_wishes.Length]} {i} times, so that I save {i % 7} minutes.",
            };
            if (i % 3 == 0) ticket["acceptance_criteria"] = $"- It is done within {i} seconds\n- Nobody else sees it";
            lines.Append(JsonSerializer.Serialize(ticket)).Append('\n');
        }

        return lines.ToString();
    }
}
