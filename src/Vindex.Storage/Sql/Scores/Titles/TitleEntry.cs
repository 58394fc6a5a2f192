using System.Data.Common;
using System.Text;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>What the title index holds of a score.</summary>
/// <param name="No">The score's number.</param>
/// <param name="CreatedAt">When it was stored, as stored.</param>
/// <param name="Text">Its folded key and title in UTF-8, each followed by <see cref="End"/>.</param>
internal readonly record struct TitleEntry(long No, long CreatedAt, ReadOnlyMemory<byte> Text)
{
    /// <summary>Ends key and title. No UTF-8 text contains this byte, so no word can match across it.</summary>
    public const byte End = 0xFF;

    /// <summary>The columns of a table <c>s</c> of scores that <see cref="Read"/> reads.</summary>
    public const string Columns = "s.no, s.created_at, s.key_folded, s.title_folded, s.company_id";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static (string Company, TitleEntry Entry) Read(DbDataReader row) => (row.GetString(4), Of(row));

    /// <summary>Reads <see cref="Columns"/> but the company.</summary>
    public static TitleEntry Of(DbDataReader row)
    {
        var (key, title) = (row.GetString(2), row.GetString(3));
        var text = new byte[Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(title) + 2];
        var length = Encoding.UTF8.GetBytes(key, text);
        text[length++] = End;
        Encoding.UTF8.GetBytes(title, text.AsSpan(length));
        text[^1] = End;
        return new TitleEntry(row.GetInt64(0), row.GetInt64(1), text);
    }
}
