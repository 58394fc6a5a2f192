using System.Diagnostics;
using Vindex.Browser.Site;

namespace Vindex.Browser.EveryPage;

/// <summary>Whether pages are valid HTML, by the program in <c>tests/html</c>.</summary>
internal static class Markup
{
    private static readonly string s_folder = Path.Combine(DemoSite.Root, "tests", "html");

    /// <summary>Why markup cannot be checked; null when it can.</summary>
    public static string? WhyNot { get; } =
        Directory.Exists(Path.Combine(s_folder, "node_modules", "html-validate")) ? null : "html-validate is not installed (npm ci in tests/html)";

    /// <summary>A page as the server sends it.</summary>
    public static async Task<string> SentAsync(Window window, string path)
    {
        var response = await window.Context.APIRequest.GetAsync(path, new() { Headers = [KeyValuePair.Create("Accept", "text/html")] });
        return await response.TextAsync();
    }

    /// <summary>What is wrong with a page, one finding a line.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(string page)
    {
        if (WhyNot is not null) return [];
        var start = new ProcessStartInfo("node", [Path.Combine(s_folder, "validate.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(page);
        process.StandardInput.Close();
        var findings = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? findings.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [$"validate.mjs ended with {process.ExitCode}"];
    }
}
