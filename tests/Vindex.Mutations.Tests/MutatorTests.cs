using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shouldly;
using Vindex.Mutations.Code;
using Xunit;

namespace Vindex.Mutations.Tests;

public sealed class MutatorTests
{
    [Theory]
    [InlineData("a + b", "a - b", "default!")]
    [InlineData("a % b", "a * b", "default!")]
    [InlineData("a << 1", "a >> 1", "default!", "0", "2")]
    [InlineData("-a", "a", "default!")]
    [InlineData("Most", "(Most + 1)", "default!")]
    [InlineData("text.IndexOf('x')", "text.LastIndexOf('x')", "default!", "'\\u0006'")]
    [InlineData("numbers.Max()", "numbers.Min()", "default!")]
    [InlineData("Math.Min(a, b)", "Math.Max(a, b)", "default!")]
    [InlineData("numbers.Where(n => n > 0).First()", "numbers.Where(n => n > 0).Last()", "default!", "numbers", "n >= 0", "n <= 0", "1")]
    public void A_number_is_reckoned_otherwise(string expression, params string[] mutants) => Mutants("int", expression).ShouldBe(mutants, ignoreOrder: true);

    [Theory]
    [InlineData("a < b", "a <= b", "a >= b")]
    [InlineData("a == 0", "a != 0", "1")]
    [InlineData("flag && a > b", "flag || a > b", "true", "a >= b", "a <= b")]
    [InlineData("!flag", "flag")]
    [InlineData("flag", "true", "false")]
    [InlineData("a is > 0 and < 5", "a is < 5", "a is > 0", "a is >= 0 and < 5", "a is > 0 and <= 5", "true", "false")]
    [InlineData("a is 1 or 2 or 3", "a is 2 or 3", "a is 1 or 3", "a is 1 or 2", "true", "false")]
    [InlineData("text is not null", "text is null", "true", "false")]
    [InlineData("text.StartsWith(\"x\")", "text.EndsWith(\"x\")", "\"\"", "true", "false")]
    [InlineData("int.TryParse(text, out var n) && n > 0", "false", "n >= 0", "n <= 0", "1")]
    public void A_condition_is_decided_otherwise(
        string expression, params string[] mutants) => Mutants("bool", expression).Except(["default!"]).ShouldBe(mutants, ignoreOrder: true);

    [Theory]
    [InlineData("text.Trim()", "text.TrimStart()", "text.TrimEnd()", "text", "\"\"")]
    [InlineData("\"x\"", "\"\"")]
    [InlineData("\"\"", "\"mutant\"")]
    [InlineData("text ?? \"x\"", "\"x\"", "\"\"", "\"\"")]
    [InlineData("$\"{a}\"", "\"\"", "\"\"")]
    [InlineData("flag ? text : \"x\"", "true", "false", "\"\"", "\"\"")]
    [InlineData("text?.Trim()!", "\"\"")]
    [InlineData("nameof(text)")]
    [InlineData("System.Text.RegularExpressions.Regex.Replace(text, \"^a+\", \"\")", "text", "\"mutant\"", "\"\"", "\"\"")]
    [InlineData("new Regex(\"^a+$\").ToString()", "\"\"", "\"^a*$\"", "\"a+$\"", "\"^a+\"")]
    public void A_text_becomes_another(string expression, params string[] mutants) => Mutants("string", expression).ShouldBe(mutants, ignoreOrder: true);

    [Theory]
    [InlineData("a++;", "a--;", ";")]
    [InlineData("a += b;", "a -= b;", ";")]
    [InlineData("Console.Beep();", ";")]
    [InlineData("int c; c = a;")]
    [InlineData("int.TryParse(text, out var c);")]
    [InlineData("if (flag) return;", "true", "false", ";")]
    [InlineData("while (flag) { break; }", "false", ";")]
    [InlineData("foreach (var n in numbers) { continue; }", ";")]
    [InlineData("throw new Exception(\"\" + 1);")]
    [InlineData("const int c = 1;")]
    [InlineData("Span<char> room = stackalloc char[5];")]
    [InlineData("var room = new int[5];")]
    [InlineData("var room = new List<int>(5);")]
    [InlineData("switch (a) { case 1: break; case > 2: break; default: break; }", "(case left out)", "(case left out)")]
    public void A_statement_is_left_out_or_turned_round(
        string statement, params string[] mutants) => Mutants("void", statement, isStatement: true).ShouldBe(mutants, ignoreOrder: true);

    private static string[] Mutants(string type, string code, bool isStatement = false)
    {
        var body = isStatement ? $"{{ {code} }}" : $"=> {code};";
        var source = $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Text.RegularExpressions;
            class C
            {
                const int Most = 7;
                {{type}} M(int a, int b, bool flag, string text, List<int> numbers) {{body}}
            }
            """;
        var tree = CSharpSyntaxTree.ParseText(source);
        var references =
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("C", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        compilation.GetDiagnostics().ShouldNotContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var id = 0;
        var collector = new CandidateCollector(compilation.GetSemanticModel(tree), "C.cs", () => ++id);
        collector.Visit(tree.GetRoot());
        return [.. collector.Candidates.Values.SelectMany(list => list)
            .OrderBy(candidate => candidate.Mutant.Id)
            .Select(candidate => candidate.Mutant.Mutated)];
    }
}
