using System.Text;
using Shouldly;
using Vindex.Server.Callbacks.Signatures;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Signatures;

public sealed class CallbackSecretTests
{
    [Fact]
    public void The_key_of_the_own_signature_is_the_text_and_of_Standard_Webhooks_what_follows_whsec()
    {
        CallbackSecret.TryRead("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var secret, out _).ShouldBeTrue();
        Encoding.ASCII.GetString(secret!.TextKey).ShouldBe("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        secret.WebhookKey.ToArray().ShouldBe(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    [Theory]
    [InlineData("correct-horse-battery-staple")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Without_the_prefix_both_keys_are_the_text_even_when_it_looks_like_base64(string text)
    {
        CallbackSecret.TryRead(text, out var secret, out _).ShouldBeTrue();
        Encoding.ASCII.GetString(secret!.TextKey).ShouldBe(text);
        Encoding.ASCII.GetString(secret.WebhookKey).ShouldBe(text);
    }

    [Theory]
    [InlineData("", "24 to 256 characters")]
    [InlineData("short-of-twenty-four-cha", null)]
    [InlineData("short-of-twenty-four-ch", "24 to 256 characters")]
    [InlineData("with a blank in between it", "printable ASCII characters without spaces")]
    [InlineData("with-a-line-feed-at-its-end\n", "printable ASCII characters without spaces")]
    [InlineData("mit-einem-Umlaut-darin-für-immer", "printable ASCII characters without spaces")]
    [InlineData("whsec_!!!!!!!!!!!!!!!!!!!!", "padded base64 of at least 16 bytes")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILP", "padded base64 of at least 16 bytes")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8=", "padded base64 of at least 16 bytes")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILA==", null)]
    public void Chosen_secrets_have_limits(string text, string? expected)
    {
        CallbackSecret.TryRead(text, out var secret, out var error).ShouldBe(expected is null);
        (secret is not null).ShouldBe(expected is null);
        error.ShouldContain(expected ?? "");
        if (text.Length > 0)
            error.ShouldNotContain(text);
    }

    [Fact]
    public void A_secret_of_257_characters_is_too_long() => CallbackSecret.TryRead(new string('a', 257), out _, out _).ShouldBeFalse();

    [Fact]
    public void A_made_secret_reads_back_and_keeps_to_itself()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];
        var made = CallbackSecret.FromKey(key);

        made.Text.ShouldStartWith("whsec_");
        made.ToString().ShouldBe("[secret]");
        CallbackSecret.TryRead(made.Text, out var read, out _).ShouldBeTrue();
        read!.WebhookKey.ToArray().ShouldBe(key);
        Should.Throw<ArgumentException>(() => CallbackSecret.FromKey(new byte[23]));
    }
}
