using System.Text;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class LimitedStreamTests
{
    private const int HeadSize = LimitedStream.HeadSize;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(HeadSize)]
    [InlineData(HeadSize + 5)]
    [InlineData(3 * HeadSize)]
    public void Everything_is_read_once_from_its_beginning(int length)
    {
        var bytes = Bytes(length);
        using var stream = new LimitedStream(new Trickle(bytes), length);

        stream.Head.Length.ShouldBe(Math.Min(length, HeadSize));
        ReadAll(stream).ShouldBe(bytes);
        stream.Exceeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(HeadSize, HeadSize - 1)]
    [InlineData(HeadSize + 1, HeadSize)]
    [InlineData(3 * HeadSize, 2 * HeadSize)]
    public void One_byte_too_many_is_told(int length, int limit)
    {
        using var stream = new LimitedStream(new Trickle(Bytes(length)), limit);
        ReadAll(stream).Length.ShouldBeLessThanOrEqualTo(Math.Max(limit, HeadSize));
        stream.Exceeded.ShouldBeTrue();
    }

    [Fact]
    public void What_is_too_large_at_once_is_told_at_once()
    {
        using var stream = new LimitedStream(new MemoryStream(Bytes(10)), 9);
        stream.Exceeded.ShouldBeTrue();
    }

    [Fact]
    public void A_mark_at_the_beginning_can_be_left_out()
    {
        using var stream = new LimitedStream(new MemoryStream("xyzabc"u8.ToArray()), 100);
        stream.Skip(3);
        ReadAll(stream).ShouldBe("abc"u8.ToArray());
    }

    [Fact]
    public void It_is_read_forward_only()
    {
        using var stream = new LimitedStream(new MemoryStream(), 1);
        (stream.CanRead, stream.CanSeek, stream.CanWrite).ShouldBe((true, false, false));
        Should.Throw<NotSupportedException>(() => stream.Length);
        Should.Throw<NotSupportedException>(() => stream.Position);
        Should.Throw<NotSupportedException>(() => stream.Position = 1);
        Should.Throw<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Should.Throw<NotSupportedException>(() => stream.SetLength(1));
        Should.Throw<NotSupportedException>(() => stream.Write([1], 0, 1));
        stream.Flush();
        Encoding.UTF8.GetString(ReadAll(stream)).ShouldBeEmpty();
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251))];

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[1000];
        for (var read = stream.Read(buffer, 0, 1000); read > 0; read = stream.Read(buffer, 0, 1000)) copy.Write(buffer, 0, read);
        return copy.ToArray();
    }

    /// <summary>Hands out a few bytes at a time, as a network does.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 777)]);
    }
}
