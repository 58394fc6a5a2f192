using System.IO.Pipelines;
using System.Text;
using Shouldly;
using Vindex.Server.Callbacks;
using Xunit;

namespace Vindex.Server.Tests.Callbacks;

public sealed class AnswerReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("Fri, 06 Nov 2026 08:50:37 GMT", 60)]
    [InlineData("Friday, 06-Nov-26 08:50:37 GMT", 60)]
    [InlineData("Fri Nov  6 08:50:37 2026", 60)]
    [InlineData("Fri, 06 Nov 2026 08:49:00 GMT", 0)]
    [InlineData("Fri, 06 Nov 2099 08:49:00 GMT", 365 * 86400)]
    [InlineData("31536000", 365 * 86400)]
    [InlineData("9223372036854775808", 365 * 86400)]
    public void Retry_After_is_seconds_or_a_date_in_any_HTTP_format(string header, int seconds) =>
        RetryAfter.Read(header, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("Fri, 99 Nov 2026 08:50:37 GMT")]
    public void Any_other_Retry_After_is_as_good_as_none(string? header) => RetryAfter.Read(header, Now).ShouldBeNull();

    [Fact]
    public void An_excerpt_is_text_that_any_database_keeps()
    {
        var bytes = new List<byte>("a\0b\r\n\tc\u001b[31m\u0085é"u8.ToArray()) { 0xff, 0xc3 };
        ResponseExcerpt.Clean([.. bytes]).ShouldBe("ab\n\tc[31mé\ufffd\ufffd");
    }

    [Fact]
    public async Task An_answer_that_stalls_gives_what_came_until_the_time_is_over()
    {
        using var over = new CancellationTokenSource();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("the beginning"u8.ToArray(), TestContext.Current.CancellationToken);
        using var content = new StreamContent(pipe.Reader.AsStream());

        var reading = ResponseExcerpt.ReadAsync(content, over.Token);
        reading.IsCompleted.ShouldBeFalse();
        await over.CancelAsync();

        (await reading).ShouldBe("the beginning");
    }

    [Theory]
    [InlineData("é", 1)]
    [InlineData("€", 1)]
    [InlineData("€", 2)]
    [InlineData("😀", 1)]
    [InlineData("😀", 2)]
    [InlineData("😀", 3)]
    public void A_character_that_the_limit_cuts_is_left_out(string character, int kept)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', ResponseExcerpt.Limit - kept) + character)[..ResponseExcerpt.Limit];
        ResponseExcerpt.Clean(bytes).ShouldBe(new string('x', ResponseExcerpt.Limit - kept));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("x")]
    public void A_character_that_just_fits_is_kept(string character)
    {
        var text = new string('x', ResponseExcerpt.Limit - Encoding.UTF8.GetByteCount(character)) + character;
        ResponseExcerpt.Clean(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
    }
}
