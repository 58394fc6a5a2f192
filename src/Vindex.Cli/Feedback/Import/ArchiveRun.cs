using System.Text;
using System.Text.Json;
using Vindex.Cli.Invocation;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Import;

/// <summary>
/// Sends an archive of a company in requests of a few megabytes, each of which begins with the line of the company. What was acknowledged is durable, and
/// importing the archive again adds what is missing.
/// </summary>
internal sealed class ArchiveRun(string name, StreamReader lines, FeedbackServer server, ProgressBar progress)
{
    private const int BatchSize = 4 * 1024 * 1024;
    private long _scores;
    private long _present;
    private long _feedback;
    private bool _isComplete;

    /// <summary>Whether a line begins an archive.</summary>
    public static bool Begins(string? line)
    {
        if (line is null || !line.Contains("\"company\"", StringComparison.Ordinal)) return false;
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("company", out var company)
                && company.ValueKind == JsonValueKind.Object && company.TryGetProperty("format", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Sends everything after the first line.</summary>
    public async Task<int> RunAsync(string first, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAllAsync(first, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            return await StopAsync($"stopped early: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync("interrupted");
            return ExitCode.Interrupted;
        }
    }

    private async Task<int> SendAllAsync(string first, CancellationToken cancellationToken)
    {
        var batch = new StringBuilder(first).Append('\n');
        var sent = false;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            batch.Append(line).Append('\n');
            if (batch.Length < BatchSize) continue;
            if (await SendAsync(batch, cancellationToken) is { } stopped) return await StopAsync(stopped);
            sent = true;
            batch.Clear().Append(first).Append('\n');
        }

        if ((!sent || batch.Length > first.Length + 1) && await SendAsync(batch, cancellationToken) is { } last) return await StopAsync(last);
        progress.Clear();
        if (!_isComplete) return await StopAsync("the archive is incomplete: its last line is missing");
        var present = _present > 0 ? $" ({_present} were there already)" : "";
        await Console.Out.WriteLineAsync($"{name}: {TerminalText.Count(_scores, "score")}{present} and {TerminalText.Count(_feedback, "row")} of feedback imported");
        return ExitCode.Ok;
    }

    private async Task<string?> SendAsync(StringBuilder batch, CancellationToken cancellationToken)
    {
        var reply = await server.PostAsync("admin/companies/import", Encoding.UTF8.GetBytes(batch.ToString()), "application/x-ndjson", cancellationToken);
        if (reply.Response is not { } response) return string.Join("; ", reply.Refusal!.Sentences(new Dictionary<string, string>(StringComparer.Ordinal)));
        using (response)
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var report = document.RootElement;
            _scores += report.GetProperty("scores").GetInt64();
            _present += report.GetProperty("present").GetInt64();
            _feedback += report.GetProperty("feedback").GetInt64();
            _isComplete |= report.GetProperty("complete").GetBoolean();
            progress.Advance(_scores + _present + _feedback);
            return null;
        }
    }

    private async Task<int> StopAsync(string reason)
    {
        progress.Clear();
        await Console.Error.WriteLineAsync($"vindex: {name}: {reason}");
        await Console.Error.WriteLineAsync(
            $"vindex: {name}: {TerminalText.Count(_scores, "score")} and {TerminalText.Count(_feedback, "row")} of feedback imported. Import the file again to complete it");
        return ExitCode.BadInput;
    }
}
