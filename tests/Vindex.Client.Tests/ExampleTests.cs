using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shouldly;
using Vindex.EndToEnd;
using Xunit;

namespace Vindex.Client.Tests;

/// <summary>The examples of the documentation compile and run as they stand there.</summary>
public sealed partial class ExampleTests(RunningServer server)
{
    private static readonly string[] s_implicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    [Theory]
    [InlineData("clients/dotnet/README.md", "patient.GetSummaryAsync")]
    [InlineData("docs/clients.md", "vindex.ScoreAsync")]
    public async Task The_examples_of_a_page_run(string page, string last)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RunningServer.Root, page), TestContext.Current.CancellationToken);
        var code = string.Join('\n', Block().Matches(text).Select(block => block.Groups["code"].Value));
        code.ShouldContain(last);

        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "feedback.ndjson");
        await File.WriteAllTextAsync(
            file,
            string.Concat(Enumerable.Repeat("""{"weave_ref": "SHOP-7", "feedback_type": "survey", "payload": {"stars": 4}}""" + "\n", 3)),
            TestContext.Current.CancellationToken);

        // The working directory and the environment belong to the whole process.
        var (key, ticket) = (await server.NewKeyAsync(), $"PAGE-OF-{page.Length}");
        code = code.Replace("\"SHOP-7\"", SymbolDisplay.FormatLiteral(ticket, quote: true), StringComparison.Ordinal)
            .Replace("\"feedback.ndjson\"", SymbolDisplay.FormatLiteral(file, quote: true), StringComparison.Ordinal)
            .Replace("Environment.GetEnvironmentVariable(\"VINDEX_URL\")", SymbolDisplay.FormatLiteral(server.Url.ToString(), quote: true), StringComparison.Ordinal)
            .Replace("Environment.GetEnvironmentVariable(\"VINDEX_KEY\")", SymbolDisplay.FormatLiteral(key, quote: true), StringComparison.Ordinal);
        await Task.Run(() => Run(code), TestContext.Current.CancellationToken);

        using var client = await server.NewClientAsync();
        var scores = await client.ListScoresAsync(new ListScoresQuery { Key = ticket }, TestContext.Current.CancellationToken);
        scores.Total.ShouldBe(1);
    }

    private static void Run(string code)
    {
        var usings = UsingLine().Matches(code).Select(line => line.Value).Concat(s_implicitUsings.Select(name => $"using {name};")).Distinct();
        var program = string.Join('\n', usings) + "\n" + UsingLine().Replace(code, "");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Examples", [CSharpSyntaxTree.ParseText(program)], references, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        result.Diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info).Select(diagnostic => diagnostic.ToString())
            .ShouldBeEmpty(program);
        image.Position = 0;
        var entry = new AssemblyLoadContext("Examples", isCollectible: true).LoadFromStream(image).EntryPoint!;
        entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex UsingLine();
}
