using System.Text;

namespace Vindex.Server.Pages.QrCodes;

/// <summary>A text as a QR code (ISO/IEC 18004): bytes of UTF-8, error correction level M.</summary>
public static class QrCode
{
    /// <summary>The light modules that must surround a symbol.</summary>
    public const int Margin = 4;

    /// <summary>The dark modules as the path of an SVG image whose side is <paramref name="side"/> units, margin included; null if the text is too long.</summary>
    public static string? PathOf(string text, out int side)
    {
        side = 0;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (QrVersion.For(bytes.Length) is not { } version) return null;
        var codewords = QrCodewords.Of(bytes, version);
        var symbol = Enumerable.Range(0, QrSymbol.Masks).Select(mask => new QrSymbol(version, codewords, mask)).MinBy(QrPenalty.Of)!;
        side = symbol.Size + (2 * Margin);
        var path = new StringBuilder();
        for (var y = 0; y < symbol.Size; y++)
        {
            for (var x = 0; x < symbol.Size; x++)
            {
                if (!symbol[x, y]) continue;
                var start = x;
                while (x + 1 < symbol.Size && symbol[x + 1, y]) x++;
                path.Append($"M{start + Margin} {y + Margin}h{x + 1 - start}v1H{start + Margin}z");
            }
        }

        return path.ToString();
    }
}
