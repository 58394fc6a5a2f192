using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Pages bring along the texts that their scripts use, and no others.</summary>
public sealed partial class ScriptTextTests
{
    private static readonly string s_folder = Repository.PathOf("src", "Vindex.Server", "Browser");

    [Theory]
    [InlineData("app.js")]
    [InlineData("charts.js")]
    [InlineData("docs.js")]
    [InlineData("evaluator.js")]
    public void A_bundle_uses_all_of_its_texts_and_has_those_that_it_uses(string bundle)
    {
        var used = Scripts(Path.Combine(s_folder, "entries", bundle)).SelectMany(KeysOf).ToHashSet(StringComparer.Ordinal);
        var own = (bundle == "app.js" ? (string[])[ScriptTexts.EveryPage, ScriptTexts.Portal] : [bundle]).SelectMany(Keys).ToHashSet(StringComparer.Ordinal);
        var known = own.Concat(Keys(ScriptTexts.EveryPage)).ToHashSet(StringComparer.Ordinal);

        used.Where(key => !(key.EndsWith('-') ? known.Any(one => one.StartsWith(key, StringComparison.Ordinal)) : known.Contains(key))).ShouldBeEmpty();
        own.Where(key => !used.Contains(key) && !used.Any(one => one.EndsWith('-') && key.StartsWith(one, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void A_text_cannot_end_the_element_that_it_is_in()
    {
        foreach (var language in Language.All)
        {
            Language.Current = language;
            foreach (var group in (string[])[ScriptTexts.EveryPage, ScriptTexts.Portal, "charts.js", "docs.js", "evaluator.js"])
            {
                ScriptTexts.Of(group).Value.ShouldStartWith("{");
                ScriptTexts.Of(group).Value.ShouldNotContain('<');
            }
        }
    }

    [Fact]
    public void No_script_has_a_text_of_its_own() => Directory.EnumerateFiles(Path.Combine(s_folder, "scripts"), "*.js").Concat(Directory.EnumerateFiles(Path.Combine(s_folder, "entries"), "*.js"))
        .SelectMany(file => Words().Matches(WithoutComments(File.ReadAllText(file))).Select(match => $"{Path.GetFileName(file)}: {match.Value}")).ShouldBeEmpty();

    // A script with those that it imports, but not those of packages.
    private static IEnumerable<string> Scripts(string path)
    {
        var text = File.ReadAllText(path);
        return Import().Matches(text).SelectMany(import => Scripts(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, import.Groups["path"].Value)))).Prepend(text);
    }

    // t('key'), t(condition ? 'one' : 'other') and t(`begin-${…}`), which is "begin-".
    private static IEnumerable<string> KeysOf(string script) => Call().Matches(WithoutComments(script))
        .SelectMany(call => Key().Matches(call.Groups["key"].Value)).Select(key => key.Groups["name"].Value);

    private static IEnumerable<string> Keys(string group) => Language.All[0].Messages.Keys
        .Where(key => key.StartsWith(ScriptTexts.Prefix(group), StringComparison.Ordinal)).Select(key => key[ScriptTexts.Prefix(group).Length..]);

    private static string WithoutComments(string script) => Comment().Replace(script, "");

    [GeneratedRegex(@"(?m)^\s*//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"from '(?<path>\.[^']+)'|import '(?<path>\.[^']+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Import();

    [GeneratedRegex(@"\bt\((?<key>[^()]*(?:\([^()]*\)[^()]*)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex(@"['`](?<name>[a-z]+(?:-[a-z]+)*-?)(?=['$])", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    // A sentence, or two words of which the first has a capital.
    [GeneratedRegex(@"['`][A-Z][a-z]+ [^'`\n]*['`]")]
    private static partial Regex Words();
}
