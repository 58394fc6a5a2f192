using System.Text;
using Shouldly;
using Vindex.Cli.Feedback.Import;
using Xunit;

namespace Vindex.Cli.Tests.Feedback;

public sealed class FeedbackLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Lines_keep_their_numbers_and_bytes_however_they_arrive(int piece)
    {
        var (body, lines, refused) = await ReadAsync("\uFEFF{\"id\":\"a\"}\r\n\n  \n{\"b\":1}\n{\"c\":2}", piece);
        body.ShouldBe("{\"id\":\"a\"}\r\n{\"b\":1}\n{\"c\":2}\n");
        lines.ShouldBe([1, 4, 5]);
        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_next_one_is_read()
    {
        var (body, lines, refused) = await ReadAsync(
            "{}\n" + new string('x', (3 * FeedbackLines.LongestLine) + 7) + "\n{\"a\":1}\n" + new string('y', FeedbackLines.LongestLine + 100_000), 100_000);
        body.ShouldBe("{}\n{\"a\":1}\n");
        lines.ShouldBe([1, 3]);
        refused.Select(line => line.Line).ShouldBe([2, 4]);
    }

    [Fact]
    public async Task A_long_file_comes_in_batches_of_bounded_size()
    {
        var line = "{\"payload\":\"" + new string('z', 1000) + "\"}\n";
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 7000))));
        var reader = new FeedbackLines(input, "k/p");
        var total = 0;
        while (await reader.NextAsync(CancellationToken.None) is { } batch)
        {
            batch.Body.Length.ShouldBeLessThan(FeedbackLines.BatchSize + line.Length + 1);
            total += batch.Lines.Count;
            batch.Lines[^1].ShouldBe(total);
        }

        total.ShouldBe(7000);
    }

    [Theory]
    [InlineData("""{"id":"a","project_id":"k/p"}""", true, false)]
    [InlineData("""{"project_id":"k/q","payload":{"id":"a"}}""", false, true)]
    [InlineData("""{"id":null,"id":"a","project_id":"k/p","project_id":"k/q"}""", false, false)]
    [InlineData("""{"i\u0064":"a","project_id":"k\/p"}""", true, false)]
    [InlineData("""{}""", false, false)]
    [InlineData("""[1]""", true, false)]
    [InlineData("""{"a":""", true, false)]
    public void A_line_tells_whether_it_has_an_id_and_names_another_project(string line, bool hasId, bool namesAnother) =>
        LineFacts.Read(Encoding.UTF8.GetBytes(line), "k/p").ShouldBe(new LineFacts(hasId, namesAnother));

    private static async Task<(string Body, List<long> Lines, List<RefusedLine> Refused)> ReadAsync(string text, int piece)
    {
        var reader = new FeedbackLines(new Pieces(Encoding.UTF8.GetBytes(text), piece), null);
        var body = new StringBuilder();
        List<long> lines = [];
        List<RefusedLine> refused = [];
        while (await reader.NextAsync(CancellationToken.None) is { } batch)
        {
            body.Append(Encoding.UTF8.GetString(batch.Body.Span));
            lines.AddRange(batch.Lines);
            refused.AddRange(batch.Refused);
        }

        return (body.ToString(), lines, refused);
    }

    /// <summary>A stream that gives a few bytes at a time, as pipes do.</summary>
    private sealed class Pieces(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
