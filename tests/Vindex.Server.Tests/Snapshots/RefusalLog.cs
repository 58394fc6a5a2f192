using System.Text;
using System.Text.RegularExpressions;

namespace Vindex.Server.Tests.Snapshots;

/// <summary>Refusals by route; requests that get the same answer share it. What is accepted is kept as its status alone.</summary>
/// <param name="ids">Ids of this run, which stand as <c>{id}</c>.</param>
internal sealed partial class RefusalLog(IEnumerable<string> ids)
{
    private readonly string[] _ids = [.. ids.Where(id => id.Length > 11).OrderByDescending(id => id.Length)];
    private readonly List<(string Route, Dictionary<string, List<string>> Answers)> _routes = [];

    public void Begin(string route) => _routes.Add((route, new Dictionary<string, List<string>>(StringComparer.Ordinal)));

    public async Task AddAsync(string name, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        Add(name, status, status < 400 ? "" : $"{response.Content.Headers.ContentType} {await response.Content.ReadAsStringAsync()}");
    }

    public void Add(string name, int status, string said)
    {
        var answer = $"{status} {Masked(said)}".TrimEnd();
        var answers = _routes[^1].Answers;
        if (!answers.TryGetValue(answer, out var names)) answers[answer] = names = [];
        names.Add(name);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (route, answers) in _routes)
        {
            text.Append(route).Append('\n');
            foreach (var (answer, names) in answers) text.Append("  ").Append(answer).Append('\n').AppendJoin("", names.Select(name => $"    {name}\n"));
        }

        return text.ToString();
    }

    private string Masked(string text)
    {
        foreach (var id in _ids) text = text.Replace(id, "{id}", StringComparison.Ordinal);
        text = LongText().Replace(text, match => $"{{{match.Length} x}}");
        return TraceId().Replace(text, "\"trace_id\":\"{trace}\"").ReplaceLineEndings("\\n");
    }

    [GeneratedRegex("\"trace_id\":\"[^\"]+\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TraceId();

    [GeneratedRegex("x{50,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongText();
}
