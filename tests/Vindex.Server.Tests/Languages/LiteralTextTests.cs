using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Vindex.Server.Documentation.Reference;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Pages have no texts of their own: all are in the files of the languages. But for the reference of the API, which is in English.</summary>
public sealed partial class LiteralTextTests
{
    private static readonly string[] s_pages = ["Vindex.Server.Portal", "Vindex.Server.Pages", "Vindex.Server.Evaluator.Page", "Vindex.Server.Documentation"];
    private static readonly string[] s_spoken = ["title", "aria-label", "alt", "placeholder", "aria-description", "aria-roledescription"];

    /// <summary>What is the same in every language.</summary>
    private static readonly HashSet<string> s_names = ["Vindex", "INVEST", "CSV", "JSON", "Excel", "Ctrl", "UTC", "API", "URL", "PDF", "PNG", "adam"];

    [Fact]
    public void No_markup_has_text()
    {
        var components = Literals.All.Where(literal => typeof(IComponent).IsAssignableFrom(literal.Type) && !IsReference(literal.Type));
        var texts = components.SelectMany(literal => literal.Call?.Name switch
        {
            "AddMarkupContent" => Tag().Replace(literal.Text, " ").Split(' ').Concat(Spoken().Matches(literal.Text).Select(match => match.Groups["text"].Value))
                .Select(text => (literal.Type, Text: text)),
            "AddContent" => [(literal.Type, literal.Text)],
            "AddAttribute" when s_spoken.Contains(literal.Before) => [(literal.Type, literal.Text)],
            _ => (IEnumerable<(Type Type, string Text)>)[],
        });
        texts.Where(found => IsText(found.Text)).Select(found => $"{found.Type.FullName}: {found.Text}").Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void No_code_of_pages_has_labels()
    {
        var texts = Literals.All
            .Where(literal => s_pages.Any(pages => literal.Type.Namespace?.StartsWith(pages, StringComparison.Ordinal) == true))
            .Where(literal => !IsReference(literal.Type) && literal.Call is not { Name: "AddMarkupContent" })
            .Where(literal => literal.Before is not "class" && Label().IsMatch(literal.Text));
        texts.Select(found => $"{found.Type.FullName}: {found.Text}").Distinct().ShouldBeEmpty();
    }

    private static bool IsReference(Type type) => type.Namespace == typeof(OperationList).Namespace;

    private static bool IsText(string text) => !Name().IsMatch(text) && Word().Matches(text).Any(word => !s_names.Contains(word.Value));

    /// <summary>Names within "code" are the same in every language.</summary>
    [GeneratedRegex("<code[^>]*>[^<]*</code>|<[^>]*>|&[a-z#0-9]+;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("(title|aria-label|alt|placeholder)=\"(?<text>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spoken();

    /// <summary>A name of the API, a path, or capitals.</summary>
    [GeneratedRegex("^[a-z]*[-_/][a-z-_/]*$|^[A-Z_]+:? ?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\p{L}{2,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    /// <summary>A capitalized word followed by others; with a full stop it is an error, for which <see cref="RefusalSentenceTests"/> looks.</summary>
    [GeneratedRegex("^[A-Z][a-z’]*( [\\p{L}’,]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
