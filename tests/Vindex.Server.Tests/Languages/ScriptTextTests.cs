using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Pages load the texts that scripts use, and no others.</summary>
public sealed partial class ScriptTextTests
{
    private static readonly string s_folder = Repository.PathOf("src", "Vindex.Server", "Browser");

    [Fact]
    public void The_texts_of_scripts_are_those_that_they_use()
    {
        var used = Scripts().SelectMany(KeysOf).ToHashSet(StringComparer.Ordinal);
        var known = Keys().ToHashSet(StringComparer.Ordinal);

        used.Count.ShouldBeGreaterThan(20);
        used.Where(key => !(key.EndsWith('-') ? known.Any(one => one.StartsWith(key, StringComparison.Ordinal)) : known.Contains(key))).ShouldBeEmpty();
        known.Where(key => !used.Contains(key) && !used.Any(one => one.EndsWith('-') && key.StartsWith(one, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_language_has_a_script_with_its_texts()
    {
        foreach (var language in Language.All)
        {
            var script = Encoding.UTF8.GetString(ScriptTexts.Write(language));
            script.ShouldStartWith("globalThis.vindexTexts={");
            script.ShouldEndWith("};");
            using var texts = JsonDocument.Parse(script[script.IndexOf('{', StringComparison.Ordinal)..^1]);
            texts.RootElement.EnumerateObject().Select(text => text.Name).ShouldBe(Keys(), ignoreOrder: true);
        }
    }

    [Fact]
    public void No_script_has_a_text_of_its_own() =>
        Scripts().SelectMany(script => Words().Matches(WithoutComments(script)).Select(match => match.Value)).ShouldBeEmpty();

    private static IEnumerable<string> Scripts() => Directory.EnumerateFiles(Path.Combine(s_folder, "scripts"), "*.js")
        .Concat(Directory.EnumerateFiles(Path.Combine(s_folder, "entries"), "*.js")).Select(File.ReadAllText);

    // t('key'), t(condition ? 'one' : 'other') and t(`begin-${…}`), which is "begin-".
    private static IEnumerable<string> KeysOf(string script) => Call().Matches(WithoutComments(script))
        .SelectMany(call => Key().Matches(call.Groups["key"].Value)).Select(key => key.Groups["name"].Value);

    private static IEnumerable<string> Keys() => Language.All[0].Messages.Keys
        .Where(key => key.StartsWith(ScriptTexts.Prefix, StringComparison.Ordinal)).Select(key => key[ScriptTexts.Prefix.Length..]);

    private static string WithoutComments(string script) => Comment().Replace(script, "");

    [GeneratedRegex(@"(?m)^\s*//.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bt\((?<key>[^()]*(?:\([^()]*\)[^()]*)*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"['`](?<name>[a-z]+(?:-[a-z]+)*-?)['$]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    // A sentence, or two words of which the first has a capital.
    [GeneratedRegex(@"['`][A-Z][a-z]+ [^'`\n]*['`]", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
