using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Languages;
using Xunit;

namespace Vindex.Scoring.Tests.Languages;

/// <summary>What holds for every text, in whatever language.</summary>
public sealed class LanguagePropertyTests
{
    private static readonly string[] s_pieces =
    [
        "the ", "user ", "and ", "der ", "nicht ", "le ", "pas ", "los ", "não ", "è ", "ik ", "się ", "och ", "ja ", "ve ", "не ", "що ", "の", "登录", "로그인",
        "خطا ", "של ", "και ", "में ", "ก", "ß", "ñ", "İ", "ſ", "l'", "'", "-",
        "FooBar", "NPE ", "a.b.c ", "/x/y ", "```", "```\n", "{code}", "{noformat}", "\n", "  ", "\0", "\ud83d\ude00", "\ud800", "\udc00", "​", "1", "_", "@",
        ".", ",", new string('x', 100),
    ];

    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.ArrayOf(Gen.Elements(s_pieces)).Select(chosen => string.Concat(chosen)),
        Gen.Elements(s_pieces).ArrayOf(400).Select(chosen => string.Concat(chosen)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    [Fact]
    public void The_answer_is_a_known_language_with_a_confidence_between_0_and_1()
    {
        string[] known = [.. LanguageTables.Instance.Codes, .. Enum.GetValues<Script>().Select(Scripts.OnlyLanguage).OfType<string>(), "ja", "zh", "und"];

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            var detected = LanguageDetector.Detect(text);
            known.ShouldContain(detected.Code);
            detected.Confidence.ShouldBeInRange(0, 1);
            (detected.Code == "und").ShouldBe(detected.Confidence == 0);
        }));
    }

    [Fact]
    public void The_same_text_gives_the_same_answer_from_any_thread() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            var first = LanguageDetector.Detect(text);
            var others = new DetectedLanguage[8];
            Parallel.For(0, others.Length, i => others[i] = LanguageDetector.Detect(text));
            others.ShouldAllBe(other => other == first);
        }));

    [Fact]
    public void Digits_and_blanks_around_a_text_change_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(s_texts.ToArbitrary(), text =>
            LanguageDetector.Detect("12 34 \n" + text + "\n 56").ShouldBe(LanguageDetector.Detect(text))));

    [Fact]
    public void Names_and_numbers_never_add_up_to_another_language()
    {
        string[] names =
        [
            "Jenkins", "Kubernetes", "FooBar", "OAuth", "Redis", "v2.1", "ACME-12", "SQLite", "Grafana", "NPE", "org.acme.Main", "Terraform", "README.md",
            "iPhone", "Stripe", "S3", "PostgreSQL", "webhook", "JSON", "Backend", "Ubuntu",
        ];

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Gen.ArrayOf(Gen.Elements(names)).ToArbitrary(), chosen =>
            LanguageDetector.Detect(string.Join(' ', chosen)).Code.ShouldBeOneOf("en", "und")));
    }
}
