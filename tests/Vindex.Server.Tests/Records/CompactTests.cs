using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Scoring.Records.Compact;
using Xunit;

namespace Vindex.Server.Tests.Records;

/// <summary>Numbers and texts come back from their compact form as they were.</summary>
public sealed class CompactTests
{
    [Fact]
    public void Numbers_come_back()
    {
        Prop.ForAll<int[]>(numbers =>
        {
            var writer = new CompactWriter();
            foreach (var number in numbers)
            {
                writer.Signed(number);
                writer.Number((uint)number);
            }

            var reader = new CompactReader(writer.ToArray());
            foreach (var number in numbers)
            {
                if (reader.Signed() != number || reader.Unsigned() != (uint)number) return false;
            }

            return reader.AtEnd;
        }).QuickCheckThrowOnFailure();
        int[] edges = [0, -1, 63, 64, 127, 128, -64, -65, int.MaxValue, int.MinValue];
        var all = new CompactWriter();
        foreach (var edge in edges) all.Signed(edge);
        var back = new CompactReader(all.ToArray());
        foreach (var edge in edges) back.Signed().ShouldBe(edge);
    }

    [Fact]
    public void Points_come_back_to_the_last_bit()
    {
        Prop.ForAll<double[], int[]>((any, hundredths) => Survive([.. any, .. hundredths.Select(number => number / 100.0)])).QuickCheckThrowOnFailure();
        double[] special = [
            0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 0.1 + 0.2, 1e9, -1e9, 2684354.55, 2684354.56
        ];
        Survive(special).ShouldBeTrue();

        var writer = new CompactWriter();
        writer.Points(-0.63);
        writer.ToArray().Length.ShouldBe(2, "hundredths take few bytes");
    }

    [Fact]
    public void Texts_come_back()
    {
        var known = Enumerable.Range(0, KnownTexts.Count).Select(KnownTexts.At).ToArray();
        var piece = Gen.OneOf(
            Gen.Elements(known), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get), Gen.Elements("", "a", "“", "the map 🗺", "\0", "\n"));
        var text = Gen.OneOf(piece, piece.Two().Select(two => two.Item1 + two.Item2), piece.Three().Select(three => three.Item1 + three.Item2 + three.Item3));
        Prop.ForAll(Gen.ListOf(Gen.OneOf(text, text, text, Gen.Constant((string)null!))).ToArbitrary(), texts =>
        {
            // A lone surrogate cannot come this far: it is refused when a request is read.
            var sound = texts.Select(one => one is null || IsSound(one) ? one : "?").ToArray();
            sound = [.. sound, .. sound];
            var writer = new CompactWriter();
            foreach (var one in sound) writer.Text(one);
            var reader = new CompactReader(writer.ToArray());
            foreach (var one in sound)
            {
                if (reader.TextOrNull() != one) return false;
            }

            return reader.AtEnd;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_text_that_is_known_or_was_there_before_takes_few_bytes()
    {
        var writer = new CompactWriter();
        for (var i = 0; i < KnownTexts.Count; i++)
        {
            writer.Clear();
            writer.Text(KnownTexts.At(i));
            writer.ToArray().Length.ShouldBeLessThanOrEqualTo(2, KnownTexts.At(i));
        }

        writer.Clear();
        writer.Text("Who needs the harbour map, and what do they do today without it?");
        writer.ToArray().Length.ShouldBeLessThan(25, "the beginning and the end are known");
        writer.Text("Who needs the harbour map, and what do they do today without it?");
        writer.Text("the harbour map");
        writer.ToArray().Length.ShouldBeLessThan(27);
    }

    private static bool Survive(double[] points)
    {
        var writer = new CompactWriter();
        foreach (var one in points) writer.Points(one);
        var reader = new CompactReader(writer.ToArray());
        foreach (var one in points)
        {
            if (BitConverter.DoubleToInt64Bits(reader.Points()) != BitConverter.DoubleToInt64Bits(one)) return false;
        }

        return reader.AtEnd;
    }

    private static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
