using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vindex.Server.Tests.Architecture;

/// <summary>
/// The order of using directives. It is the only part of the style that the compiler does not check, and <c>dotnet format style</c>, which does, takes minutes.
/// </summary>
public sealed partial class UsingDirectiveTests
{
    [Fact]
    public void Using_directives_are_sorted()
    {
        var root = ArchitectureTests.Root();
        var unsorted =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            where !Excluded().IsMatch(Path.GetRelativePath(root, file))
            let directives = Directives(File.ReadAllText(file))
            where !directives.SequenceEqual(directives.Order(new InOrder()), StringComparer.Ordinal)
            select $"{file}: run 'dotnet format style'";

        unsorted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("using System;\nusing Alpha;", true)]
    [InlineData("using Alpha;\nusing System;", false)]
    [InlineData("using Systematic;\nusing Alpha;", false)]
    [InlineData("using Alpha.Beta;\nusing AlphaBeta;", true)]
    [InlineData("using Alpha;\nusing static Alpha.Type;\nusing Name = Alpha.Type;", true)]
    [InlineData("using static Alpha.Type;\nusing Alpha;", false)]
    public void Order_is_that_of_the_formatter(string text, bool isSorted)
    {
        var directives = Directives(text);

        directives.SequenceEqual(directives.Order(new InOrder()), StringComparer.Ordinal).ShouldBe(isSorted);
    }

    private static List<string> Directives(string text) => [.. Directive().Matches(text).Select(match => match.Groups["what"].Value)];

    [GeneratedRegex(
        @"^(?:global )?using (?<what>(?:static )?[\w.]+(?: = [^;(]+)?);$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Directive();

    // Generated and installed files.
    [GeneratedRegex(@"(?:^|[/\\])(?:bin|obj|node_modules|artifacts)[/\\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Excluded();

    /// <summary>Namespaces, those of <c>System</c> first, then static ones, then aliases; each by the parts of its name.</summary>
    private sealed class InOrder : IComparer<string>
    {
        public int Compare(string? x, string? y)
        {
            var (first, second) = (Key(x!), Key(y!));
            if (first.Group != second.Group) return first.Group.CompareTo(second.Group);
            foreach (var (one, other) in first.Parts.Zip(second.Parts))
            {
                if (string.Compare(one, other, StringComparison.OrdinalIgnoreCase) is not 0 and var order) return order;
            }

            return first.Parts.Length.CompareTo(second.Parts.Length);
        }

        private static (int Group, string[] Parts) Key(string directive)
        {
            var isStatic = directive.StartsWith("static ", StringComparison.Ordinal);
            var parts = (isStatic ? directive["static ".Length..] : directive).Split('.');
            var kind = directive.Contains('=', StringComparison.Ordinal) ? 4 : isStatic ? 2 : 0;
            return (kind + (kind < 4 && parts[0] == "System" ? 0 : 1), parts);
        }
    }
}
