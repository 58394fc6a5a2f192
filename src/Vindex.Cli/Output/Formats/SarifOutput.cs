using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Output.Formats;

/// <summary>
/// SARIF 2.1.0: one result for each finding that lowers a score, at the line of its ticket. Results are written as they come; the rules that they
/// point to follow behind them.
/// </summary>
internal sealed class SarifOutput : ITicketOutput
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string Root = "%SRCROOT%";
    private const string Fingerprint = "vindexFinding/v1";

    // The one name that GitHub's code scanning goes by. Without it, it takes the line's hash, and a ticket is often one line with several findings of a rule.
    private const string LineFingerprint = "primaryLocationLineHash";

    private readonly Stream _output;
    private readonly SarifLocation? _location;
    private readonly Utf8JsonWriter _json;
    private readonly List<SarifRule> _rules = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public SarifOutput(Stream output, SarifLocation? location)
    {
        _output = output;
        _location = location;
        _json = new Utf8JsonWriter(output, TicketJson.Options with { Indented = true, NewLine = "\n" });
        _json.WriteStartObject();
        _json.WriteString("$schema", Schema);
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        _json.WriteString("columnKind", "utf16CodeUnits");
        _json.WriteStartArray("results");
    }

    public void Write(ScoredTicket ticket)
    {
        var seen = new Dictionary<(string, TicketField?, string?), int>();
        foreach (var finding in ticket.Judgement.Findings)
        {
            if (finding.Points >= 0) continue;
            var same = (finding.Rule, finding.Field, finding.Quote);
            seen[same] = seen.GetValueOrDefault(same) + 1;
            WriteResult(ticket, finding, seen[same]);
        }

        _json.Flush();
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems)
    {
        _json.WriteEndArray();
        WriteTool();
        WriteInvocation(problems);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _output.WriteByte((byte)'\n');
        _output.Flush();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>What a finding weighs: two points and more are an error, one and more a warning.</summary>
    internal static string Level(double points) => points switch
    {
        <= -2 => "error",
        <= -1 => "warning",
        _ => "note",
    };

    /// <summary>Plain text of a message: brackets would be links and braces placeholders (SARIF 2.1.0, 3.11.5 and 3.11.6).</summary>
    internal static string Plain(string text) => TerminalText.OneLine(text)
        .Replace("\\", "\\\\").Replace("[", "\\[").Replace("]", "\\]").Replace("{", "{{").Replace("}", "}}");

    private void WriteResult(ScoredTicket ticket, Finding finding, int occurrence)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId", finding.Rule);
        _json.WriteNumber("ruleIndex", RuleIndex(finding));
        _json.WriteString("level", Level(finding.Points));
        WriteText("message", Plain(Message(ticket, finding)));
        _json.WriteStartArray("locations");
        WriteLocation(ticket.Place?.Line, ticket.Key);
        _json.WriteEndArray();
        _json.WriteStartObject("partialFingerprints");
        var identity = Identity(ticket, finding, occurrence);
        _json.WriteString(Fingerprint, identity);
        _json.WriteString(LineFingerprint, identity);
        _json.WriteEndObject();
        _json.WriteStartObject("properties");
        _json.WriteString("ticket", ticket.Key);
        _json.WriteString("dimension", finding.Dimension.Name());
        _json.WriteNumber("points", finding.Points);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private static string Message(ScoredTicket ticket, Finding finding)
    {
        var quote = finding is { Quote.Length: > 0, Field: { } field } ? $" (\"{finding.Quote}\" in {JudgementJson.Name(field)})" : "";
        return $"{ticket.Key}: {finding.Why}{quote} {finding.Advice}".TrimEnd();
    }

    // Without line and points, so that an alert stays the same when rows move or weights change.
    private static string Identity(ScoredTicket ticket, Finding finding, int occurrence)
    {
        var name = ticket.Place is { IsNamed: false } ? ticket.Title : ticket.Id;
        var field = finding.Field is { } known ? JudgementJson.Name(known) : "";
        var bytes = Encoding.UTF8.GetBytes(string.Join('\0', name, finding.Rule, field, finding.Quote, $"{occurrence}"));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    private int RuleIndex(Finding finding)
    {
        if (_indexes.TryGetValue(finding.Rule, out var index)) return index;
        _indexes[finding.Rule] = _rules.Count;
        _rules.Add(SarifRule.Of(finding));
        return _rules.Count - 1;
    }

    private void WriteLocation(int? line, string? ticket)
    {
        _json.WriteStartObject();
        if (_location is not null)
        {
            _json.WriteStartObject("physicalLocation");
            _json.WriteStartObject("artifactLocation");
            _json.WriteString("uri", _location.Uri);
            if (_location.IsRelative) _json.WriteString("uriBaseId", Root);
            _json.WriteEndObject();
            if (line is { } startLine)
            {
                _json.WriteStartObject("region");
                _json.WriteNumber("startLine", startLine);
                _json.WriteEndObject();
            }

            _json.WriteEndObject();
        }

        if (ticket is not null)
        {
            _json.WriteStartArray("logicalLocations");
            _json.WriteStartObject();
            _json.WriteString("fullyQualifiedName", ticket);
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private void WriteTool()
    {
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", "Vindex");
        _json.WriteString("semanticVersion", typeof(SarifOutput).Assembly.GetName().Version?.ToString(3));
        _json.WriteStartArray("rules");
        foreach (var rule in _rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id", rule.Id);
            WriteText("shortDescription", Plain(rule.Why));
            WriteText("fullDescription", Plain(rule.Description)); // required by GitHub's code scanning
            WriteText("help", Plain(rule.Advice));
            _json.WriteStartObject("properties");
            _json.WriteStartArray("tags");
            _json.WriteStringValue(rule.Dimension);
            _json.WriteEndArray();
            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteInvocation(IReadOnlyList<RowProblem> problems)
    {
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", problems.Count == 0);
        _json.WriteStartArray("toolExecutionNotifications");
        foreach (var problem in problems)
        {
            _json.WriteStartObject();
            _json.WriteString("level", "error");
            WriteText("message", Plain(problem.Reason));
            if (_location is not null)
            {
                _json.WriteStartArray("locations");
                WriteLocation(problem.Line, null);
                _json.WriteEndArray();
            }

            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteText(string name, string text)
    {
        _json.WriteStartObject(name);
        _json.WriteString("text", text);
        _json.WriteEndObject();
    }
}

/// <summary>A rule as SARIF describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Dimension">The dimension that it lowers.</param>
/// <param name="Why">What it means.</param>
/// <param name="Advice">What to do, of any ticket: the words of the one at hand left out.</param>
internal sealed record SarifRule(string Id, string Dimension, string Why, string Advice)
{
    /// <summary>Why and advice together.</summary>
    public string Description => Advice == Why ? Why : $"{Why} {Advice}";

    /// <summary>The rule of a finding.</summary>
    public static SarifRule Of(Finding finding)
    {
        var advice = finding.Quote is { Length: > 0 } quote ? finding.Advice.Replace($"\"{quote}\"", "\"…\"") : finding.Advice;
        return new(finding.Rule, finding.Dimension.Name(), finding.Why, advice.Length > 0 ? advice : finding.Why);
    }
}
