using System.Text;
using Shouldly;
using Vindex.Server.Security.SecondFactors;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1: the last six of the eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Totp.Code(s_secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(9, "520489")]
    public void Steps_are_the_counters_of_HOTP(long step, string code) => Totp.Code(s_secret, step).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool matches)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);
        var step = Totp.StepAt(now) + steps;

        Totp.Match(s_secret, Totp.Code(s_secret, step), now).ShouldBe(matches ? step : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("05047")]
    [InlineData("0504711")]
    [InlineData("٠٥٠٤٧١")]
    [InlineData("abcdef")]
    public void Anything_else_is_no_code(string code) => Totp.Match(s_secret, code, DateTimeOffset.FromUnixTimeSeconds(1_111_111_111)).ShouldBeNull();

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_base32(string bytes, string text) => Totp.Text(Encoding.ASCII.GetBytes(bytes)).ShouldBe(text);

    [Fact]
    public void The_URI_names_account_and_issuer_and_escapes_what_could_end_a_parameter() =>
        Totp.Uri(s_secret, "a+b&secret=x@example.com").ShouldBe(
            "otpauth://totp/Vindex:a%2Bb%26secret%3Dx%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Vindex&algorithm=SHA1&digits=6&period=30");

    [Fact]
    public void A_recovery_code_is_read_in_any_case_with_or_without_hyphens_and_hashed_with_its_account()
    {
        var hash = RecoveryCodes.Hash("us_1", "abcd-efgh-jkmn-2345");

        hash.ShouldNotBeNull();
        RecoveryCodes.Hash("us_1", " ABCD efgh JKMN2345 ").ShouldBe(hash);
        RecoveryCodes.Hash("us_2", "abcd-efgh-jkmn-2345").ShouldNotBe(hash);
        RecoveryCodes.Hash("us_1", "abcd-efgh-jkmn-234").ShouldBeNull();
    }
}
