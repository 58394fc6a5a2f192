using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Languages;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Errors and refusals that pages show have a translation. They are formed in English, for programs; they are found in the source text.</summary>
public sealed partial class RefusalSentenceTests
{
    // Only programs see what these refuse.
    private static readonly string[] s_apiOnly =
    [
        "Archives", "Configuration", "Evaluations", "Evaluator/EvaluatorEndpoints.cs", "Feedback", "Mcp", "Nodes", "Operations", "Rewriting/RewriteBodies.cs", "Scoring",
        "Security/Authentication", "Security/Passwords/AccountService.cs", "Security/Providers/ProviderOptions.cs", "Security/SecurityOptions.cs", "Sources", "StoreOptions.cs", "Telemetry", "Web/Bodies", "Web/Requests/CursorPage.cs",
        "Installations/RegistrationService.cs", "Judging/Options", "Judging/ModelOptions.cs", "Portal", "Pages", "Documentation", "Languages", "Evaluator/EvaluatorOptions.cs",
        "Evaluator/Uploads/FileUpload.cs", "Callbacks/Signatures",
    ];

    // What may stand where a text has a value.
    private static readonly string[] s_values = ["7", "is too long", "owner", "requests", "a rule"];

    public static TheoryData<string> Tags => [.. Language.All.Skip(1).Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Each_error_and_refusal_of_a_page_has_a_translation(string tag)
    {
        var language = Language.Find(tag)!;
        var root = Repository.PathOf("src", "Vindex.Server");
        var texts = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(root, file).Replace('\\', '/') is var path && !path.StartsWith("obj/", StringComparison.Ordinal)
                && !path.StartsWith("bin/", StringComparison.Ordinal) && !Array.Exists(s_apiOnly, part => path.StartsWith(part, StringComparison.Ordinal)))
            .SelectMany(file => TextsOf(File.ReadAllText(file))).Distinct(StringComparer.Ordinal).ToList();

        texts.Count.ShouldBeGreaterThan(120);
        texts.Where(text => !WithValues(text, 0).Any(sample => !ReferenceEquals(language.Sentence(sample), sample)))
            .ShouldBeEmpty("add them to the sentences of this language");
    }

    private static IEnumerable<string> TextsOf(string source)
    {
        var joined = Joint().Replace(source, "");
        for (var before = ""; before != joined;) (before, joined) = (joined, Hole().Replace(joined, "¤"));
        return Fragment().Matches(joined).Concat(Refused().Matches(joined))
            .Select(match => match.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).Where(text => text.Contains(' ', StringComparison.Ordinal));
    }

    // The text with each choice of values.
    private static IEnumerable<string> WithValues(string text, int from)
    {
        var at = text.IndexOf('¤', from);
        return at < 0
            ? [new string(text)]
            : s_values.SelectMany(value => WithValues(string.Concat(text.AsSpan(0, at), value, text.AsSpan(at + 1)), at + value.Length));
    }

    // A text in two parts: "…" + "…"
    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"", RegexOptions.NonBacktracking)]
    private static partial Regex Joint();

    [GeneratedRegex(@"\{[^{};\n]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();

    // An error of a field: the end of a sentence that begins with its name.
    [GeneratedRegex("\"(?<text>(?:must |is required|is too |is not |is the name |cannot |contains |names |does not match)(?:[^\"\\\\\\n]|\\\\.)*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Fragment();

    [GeneratedRegex("Refusal\\.(?:Conflict|Forbidden|Unavailable|RateLimited|Unauthenticated|Field)\\(\\s*(?:\"[a-z_]+\",\\s*)?\\$?\"(?<text>(?:[^\"\\\\\\n]|\\\\.)+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Refused();
}
