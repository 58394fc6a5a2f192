using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace Vindex.Client.Tests;

public sealed class CallbackVerifierTests
{
    private const string Old = "an-old-secret-that-is-a-text";
    private const long Now = 1_780_000_000;
    private const string Body =
        """{"status":"failed","job_id":"j1","customer_id":"c","ticket":{"id":"T-1","key":"T-1","title":"ü","snapshot_at":"2026-01-01T00:00:00Z"},"error":"it failed"}""";

    private static readonly string s_secret = "whsec_" + Convert.ToBase64String("0123456789abcdef01234567"u8);

    [Fact]
    public void Both_forms_are_accepted()
    {
        var callback = Verify([("webhook-signature", Standard(s_secret))], [s_secret]);
        (callback.Id, callback.Failed?.JobId, callback.Scored).ShouldBe(("dl_1", "j1", null));
        Verify([("x-vindex-signature", Own(Old))], [Old]).Id.ShouldBeNull();
        Verify([("x-vindex-signature", Own(s_secret))], [s_secret]);
        Verify([("webhook-signature", Standard(Old))], [Old]);
    }

    [Fact]
    public void One_of_several_signatures_or_secrets_is_enough()
    {
        foreach (var secrets in (string[][])[[s_secret], [Old], [Old, "another"]])
        {
            Verify([("webhook-signature", $"{Standard(s_secret)} {Standard(Old)}")], secrets);
            Verify([("webhook-signature", $"{Standard(s_secret)},{Standard(Old)}")], secrets);
            Verify([("x-vindex-signature", $"{Own(s_secret)}, {Own(Old)}")], secrets);
        }

        Verify([("webhook-signature", $"v1a,AAAA {Standard(s_secret)}")], [s_secret]);
    }

    [Fact]
    public void Everything_that_is_signed_counts()
    {
        (string, string)[] good = [("webhook-signature", Standard(s_secret))];
        Refused(good, body: Body + " ");
        Refused([.. good, ("webhook-id", "dl_2")]);
        Refused([.. good, ("webhook-timestamp", $"{Now - 1}")]);
        Refused(good, "another-secret-0123456789");
        Refused([("x-vindex-signature", Own(Old))]);
        // A valid signature of the other form does not make up for a wrong one, because only one of them covers the id.
        Refused([("webhook-signature", Standard(Old)), ("x-vindex-signature", Own(s_secret))]);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void The_time_must_be_near(int seconds)
    {
        Refused([("webhook-signature", Standard(s_secret))], late: seconds);
        Refused([("x-vindex-signature", Own(s_secret))], late: seconds);
        Verify([("webhook-signature", Standard(s_secret))], [s_secret], late: seconds - Math.Sign(seconds));
        Verify([("webhook-signature", Standard(s_secret))], [s_secret], late: seconds * 10, tolerance: TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1,")]
    [InlineData("v1,%%%")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("ü")]
    public void Nonsense_is_no_signature(string nonsense)
    {
        Refused([("webhook-signature", nonsense)]);
        Refused([("x-vindex-signature", nonsense)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("²")]
    [InlineData(" ")]
    [InlineData("99999999999999999999")]
    public void Nonsense_is_no_timestamp(string timestamp) => Refused([("x-vindex-signature", Own(s_secret)), ("x-vindex-timestamp", timestamp)]);

    [Fact]
    public void A_secret_that_cannot_be_decoded_is_a_mistake_of_the_receiver() =>
        Should.Throw<InvalidOperationException>(() => Verify([("webhook-signature", Standard(s_secret))], ["whsec_%%%"]));

    private static void Refused((string Name, string Value)[] headers, string? secret = null, string body = Body, int late = 0) =>
        Should.Throw<SignatureException>(() => Verify(headers, [secret ?? s_secret], body, late));

    private static Callback Verify(
        (string Name, string Value)[] headers, string[] secrets, string body = Body, int late = 0, TimeSpan? tolerance = null)
    {
        var all = new Dictionary<string, string> { ["webhook-id"] = "dl_1", ["webhook-timestamp"] = $"{Now}", ["x-vindex-timestamp"] = $"{Now}" };
        foreach (var (name, value) in headers) all[name] = value;
        var verifier = new CallbackVerifier(secrets) { TimeProvider = new FixedTime(Now + late), Tolerance = tolerance ?? TimeSpan.FromMinutes(5) };
        return verifier.Verify(name => all.GetValueOrDefault(name), Encoding.UTF8.GetBytes(body));
    }

    private static string Standard(string secret)
    {
        var key = secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret[6..]) : Encoding.UTF8.GetBytes(secret);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"dl_1.{Now}.{Body}")));
    }

    private static string Own(string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{Now}.{Body}")));

    private sealed class FixedTime(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
