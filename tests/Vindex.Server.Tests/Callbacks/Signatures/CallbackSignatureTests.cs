using System.Text;
using Shouldly;
using Vindex.Server.Callbacks.Signatures;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Signatures;

public sealed class CallbackSignatureTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"title\":\"Zoë\"}");
    private static readonly CallbackSecret Text = Secret("correct-horse-battery-staple");
    private static readonly CallbackSecret Standard = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// <summary>Computed with OpenSSL and with the standardwebhooks package 1.1.1 for JavaScript.</summary>
    [Fact]
    public void A_text_secret_gives_the_known_headers()
    {
        var headers = CallbackSignature.Headers([Text], "dlv_1", "job_1", At.AddMilliseconds(999), Body);

        string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}")).ShouldBe("""
            X-Vindex-Signature: sha256=f2c8cb4b8a4894dc06b0927e224438015a53728e2cd52689f3ebdf6dabe0840d
            X-Vindex-Timestamp: 1700000000
            X-Vindex-Job-Id: job_1
            webhook-id: dlv_1
            webhook-timestamp: 1700000000
            webhook-signature: v1,tgJpEBzsUbAY5TQk7MFWhyHCkiaP1S/XCqBjaK22xkE=
            """);
    }

    /// <summary>The example that the libraries of Standard Webhooks test themselves with.</summary>
    [Fact]
    public void The_vector_of_Standard_Webhooks_holds()
    {
        var headers = CallbackSignature.Headers(
            [Standard], "msg_p5jXN8AQM9LWM0D4loKWxJek", "job_1", DateTimeOffset.FromUnixTimeSeconds(1_614_265_330), "{\"test\": 2432232314}"u8);

        Value(headers, "webhook-signature").ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        Value(headers, "X-Vindex-Signature").ShouldBe("sha256=2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964");
    }

    [Fact]
    public void During_a_rotation_each_live_secret_signs_the_newest_first()
    {
        var both = CallbackSignature.Headers([Standard, Text], "dlv_1", "job_1", At, Body);
        var one = CallbackSignature.Headers([Standard], "dlv_1", "job_1", At, Body);
        var other = CallbackSignature.Headers([Text], "dlv_1", "job_1", At, Body);

        Value(both, "X-Vindex-Signature").ShouldBe($"{Value(one, "X-Vindex-Signature")},{Value(other, "X-Vindex-Signature")}");
        Value(both, "webhook-signature").ShouldBe($"{Value(one, "webhook-signature")} {Value(other, "webhook-signature")}");
    }

    [Fact]
    public void A_callback_is_not_sent_unsigned_nor_under_an_id_that_blurs_what_is_signed()
    {
        Should.Throw<ArgumentException>(() => CallbackSignature.Headers([], "dlv_1", "job_1", At, Body));
        Should.Throw<ArgumentException>(() => CallbackSignature.Headers([Text], "dlv.1", "job_1", At, Body));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_receiver_accepts_a_timestamp_near_its_own(int secondsLater, bool accepted)
    {
        var headers = CallbackSignature.Headers([Text], "dlv_1", "job_1", At, Body);
        Verifies(Text, headers, Body, At.AddSeconds(secondsLater)).ShouldBe((accepted, accepted));
    }

    [Fact]
    public void Old_and_new_secret_verify_during_a_rotation_and_no_other()
    {
        var headers = CallbackSignature.Headers([Standard, Text], "dlv_1", "job_1", At, Body);
        Verifies(Standard, headers, Body, At).ShouldBe((true, true));
        Verifies(Text, headers, Body, At).ShouldBe((true, true));
        Verifies(Secret("correct-horse-battery-stable"), headers, Body, At).ShouldBe((false, false));
    }

    [Fact]
    public void Every_changed_bit_of_the_body_fails_both()
    {
        var headers = CallbackSignature.Headers([Standard, Text], "dlv_1", "job_1", At, Body);
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = (byte[])Body.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Verifies(Text, headers, changed, At).ShouldBe((false, false));
        }

        Verifies(Text, headers, Body.AsSpan(1).ToArray(), At).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("X-Vindex-Signature", "")]
    [InlineData("X-Vindex-Signature", "sha256=")]
    [InlineData("X-Vindex-Signature", "sha256=zz")]
    [InlineData("X-Vindex-Signature", "f2c8cb4b8a4894dc06b0927e224438015a53728e2cd52689f3ebdf6dabe0840d")]
    [InlineData("X-Vindex-Signature", "sha1=f2c8cb4b8a4894dc06b0927e224438015a53728e2cd52689f3ebdf6dabe0840d")]
    [InlineData("X-Vindex-Signature", "sha256=f2c8cb4b8a4894dc06b0927e224438015a53728e2cd52689f3ebdf6dabe0840d00")]
    [InlineData("X-Vindex-Timestamp", "1700000001")]
    [InlineData("X-Vindex-Timestamp", "01700000000")]
    [InlineData("X-Vindex-Timestamp", " 1700000000")]
    [InlineData("X-Vindex-Timestamp", "99999999999999999999")]
    [InlineData("X-Vindex-Timestamp", "-9223372036854775808")]
    [InlineData("webhook-signature", "")]
    [InlineData("webhook-signature", "v1,")]
    [InlineData("webhook-signature", "v1,????")]
    [InlineData("webhook-signature", "v2,tgJpEBzsUbAY5TQk7MFWhyHCkiaP1S/XCqBjaK22xkE=")]
    [InlineData("webhook-signature", "tgJpEBzsUbAY5TQk7MFWhyHCkiaP1S/XCqBjaK22xkE=")]
    [InlineData("webhook-id", "dlv_2")]
    [InlineData("webhook-timestamp", "1699999999")]
    public void A_header_that_was_changed_fails_its_check(string name, string value)
    {
        var headers = CallbackSignature.Headers([Text], "dlv_1", "job_1", At, Body)
            .Select(header => header.Key == name ? new KeyValuePair<string, string>(name, value) : header).ToList();
        var (own, standard) = Verifies(Text, headers, Body, At);
        (name.StartsWith('X') ? own : standard).ShouldBeFalse();
        (name.StartsWith('X') ? standard : own).ShouldBeTrue("the other set of headers was left alone");
    }

    [Fact]
    public void A_missing_header_fails()
    {
        var verifier = new CallbackVerifier(Text, TimeSpan.FromMinutes(5));
        verifier.Verify(null, "1700000000", Body, At).ShouldBeFalse();
        verifier.Verify("sha256=00", null, Body, At).ShouldBeFalse();
        verifier.VerifyStandard(null, "v1,", "1700000000", Body, At).ShouldBeFalse();
    }

    private static (bool Own, bool Standard) Verifies(
        CallbackSecret secret, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body, DateTimeOffset now)
    {
        var verifier = new CallbackVerifier(secret, TimeSpan.FromMinutes(5));
        return (verifier.Verify(Value(headers, "X-Vindex-Signature"), Value(headers, "X-Vindex-Timestamp"), body, now),
            verifier.VerifyStandard(Value(headers, "webhook-id"), Value(headers, "webhook-signature"), Value(headers, "webhook-timestamp"), body, now));
    }

    private static string Value(IReadOnlyList<KeyValuePair<string, string>> headers, string name) => headers.Single(header => header.Key == name).Value;

    private static CallbackSecret Secret(string text)
    {
        CallbackSecret.TryRead(text, out var secret, out var error).ShouldBeTrue(error);
        return secret!;
    }
}
