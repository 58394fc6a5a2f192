using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Tests.Callbacks.Receivers;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Signatures;

/// <summary>The examples of <c>docs/callbacks.md</c> do what the page says, run as they stand there.</summary>
public sealed class DocumentedExamplesTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"title\":\"Zoë ✓\"}");

    [Fact]
    public async Task The_JavaScript_example_verifies() =>
        (await RunAsync("node", ["-"], Example("js") + """

            let input = CASES;
            for (const { secret, headers, body } of input) console.log(verify(secret, headers, Buffer.from(body, "base64")));
            """)).ShouldBe(Expected);

    [Fact]
    public async Task The_Python_example_verifies() =>
        (await RunAsync("python3", ["-"], Example("python") + """

            import base64, json
            for case in json.loads(r'CASES'):
                print(str(verify(case["secret"], case["headers"], base64.b64decode(case["body"]))).lower())
            """)).ShouldBe(Expected);

    [Fact]
    public void The_CSharp_example_verifies_and_is_the_one_below()
    {
        var now = TimeProvider.System.GetUtcNow();
        Cases(now).Select(one => Verify(one.Secret, one.Headers["x-vindex-timestamp"], one.Headers["x-vindex-signature"], one.Body, now)).ShouldBe(Expected);

        var source = File.ReadAllText(Repository.PathOf("tests", "Vindex.Server.Tests", "Callbacks", "Signatures", "DocumentedExamplesTests.cs"));
        Squeezed(source).ShouldContain(Squeezed(Example("csharp")));
    }

    private static bool[] Expected => [true, true, true, false, false, false];

    private static bool Verify(string secret, string timestamp, string signatures, byte[] rawBody, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. rawBody];
        var expected = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        return signatures.Split(',').Any(part => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(part.Trim()), expected));
    }

    /// <summary>One secret, the new and the old during a rotation; then a changed body, another's secret, and a callback of six minutes ago.</summary>
    private static IReadOnlyList<(string Secret, Dictionary<string, string> Headers, byte[] Body)> Cases(DateTimeOffset now)
    {
        var first = CallbackSecret.FromKey(RandomNumberGenerator.GetBytes(32));
        var second = CallbackSecret.FromKey(RandomNumberGenerator.GetBytes(32));
        return
        [
            (first.Text, Signed([first], now), Body),
            (first.Text, Signed([second, first], now), Body),
            (second.Text, Signed([second, first], now), Body),
            (first.Text, Signed([first], now), [.. Body, (byte)' ']),
            (second.Text, Signed([first], now), Body),
            (first.Text, Signed([first], now.AddMinutes(-6)), Body),
        ];
    }

    private static Dictionary<string, string> Signed(CallbackSecret[] live, DateTimeOffset at) =>
        CallbackSignature.Headers(live, "dlv_1", "job_1", at, Body).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    private static async Task<bool[]> RunAsync(string program, string[] arguments, string script)
    {
        var cases = JsonSerializer.Serialize(Cases(TimeProvider.System.GetUtcNow()).Select(one => new
        {
            secret = one.Secret,
            headers = one.Headers,
            body = Convert.ToBase64String(one.Body),
        }));
        var (code, output, errors) = await OtherProgram.RunAsync(program, arguments, AppContext.BaseDirectory, script.Replace("CASES", cases));
        code.ShouldBe(0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => bool.Parse(line.Trim()))];
    }

    private static string Example(string language)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "callbacks.md"));
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        start.ShouldBeGreaterThan(language.Length + 4);
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
