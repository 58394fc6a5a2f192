using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Web.Bodies;
using Xunit;

namespace Vindex.Server.Tests.Bodies;

public sealed class JsonSyntaxTests
{
    private const int MaxDepth = 5;
    private const string Alphabet = "{}[]\",:01-+.eEu\\/ \t\ntruefalsn\u0001ä";

    public static TheoryData<string> Texts { get; } =
    [
        "{}", "[]", "[1,2.5,-0,1e5,1E+5,1e-05]", "{\"a\":{\"b\":[null,true,false,\"x\"]}}", " [ 1 , { \"a\" : 2 } ] ", "\"\\u00e4\\n\\/\"", "[[[[[1]]]]]",
        "", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "[1", "[1,", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\":1}}", "1 2", "01", "-", "1.", ".5", "1e",
        "+1", "nul",
        "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\n\"", "[[[[[[1]]]]]]", "{\"a\":1 \"b\":2}", "[1 2]", "tru", "truee", "NaN", "'a'", "/**/1",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_valid_if_the_framework_reads_it(string text) => ShouldAgree(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Damaged_texts_are_judged_as_the_framework_judges_them()
    {
        var random = new Random(20261121);
        var valid = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var text = new StringBuilder("{\"a\":[1,-2.5e3,{\"b\\u00e4\":\"c\\n\"},true,null],\"d\":{\"e\":[]}}");
            for (var damage = random.Next(4); damage > 0; damage--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(at, 1);
                else text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
            }

            if (ShouldAgree(Encoding.UTF8.GetBytes(text.ToString()))) valid++;
        }

        valid.ShouldBeInRange(10_000, 30_000);
    }

    private static bool ShouldAgree(byte[] text)
    {
        var expected = true;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            expected = false;
        }

        JsonSyntax.IsValid(text, MaxDepth).ShouldBe(expected, Encoding.UTF8.GetString(text));
        return expected;
    }
}
