using System.Collections.Frozen;
using System.Globalization;

namespace Vindex.Scoring.Tickets.Markup;

/// <summary>The tags and entities that people put into tickets. What merely looks like a tag (<c>&lt;package&gt;</c>) is text.</summary>
internal static class HtmlTags
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_inline = Set(
        "a", "abbr", "b", "big", "center", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "s", "samp",
        "small", "source",
        "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "video", "wbr");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_breaking = Set(
        "address", "article", "aside", "blockquote", "body", "br", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
        "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul");

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> s_entities = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["amp"] = '&',
        ["lt"] = '<',
        ["gt"] = '>',
        ["quot"] = '"',
        ["apos"] = '\'',
        ["nbsp"] = ' ',
        ["ensp"] = ' ',
        ["emsp"] = ' ',
        ["thinsp"] = ' ',
        ["shy"] = '\0',
        ["zwnj"] = '\0',
        ["zwj"] = '\0',
        ["mdash"] = '—',
        ["ndash"] = '–',
        ["hellip"] = '…',
        ["lsquo"] = '‘',
        ["rsquo"] = '’',
        ["ldquo"] = '“',
        ["rdquo"] = '”',
        ["laquo"] = '«',
        ["raquo"] = '»',
        ["bull"] = '•',
        ["middot"] = '·',
        ["rarr"] = '→',
        ["larr"] = '←',
        ["le"] = '≤',
        ["ge"] = '≥',
        ["ne"] = '≠',
        ["times"] = '×',
        ["deg"] = '°',
        ["euro"] = '€',
        ["copy"] = '©',
        ["reg"] = '®',
        ["auml"] = 'ä',
        ["ouml"] = 'ö',
        ["uuml"] = 'ü',
        ["szlig"] = 'ß',
        ["eacute"] = 'é',
        ["egrave"] = 'è',
        ["agrave"] = 'à',
        ["ccedil"] = 'ç',
    }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A tag of HTML, in any case.</summary>
    public static bool IsTag(ReadOnlySpan<char> name) => name.Length <= 10 && (s_inline.Contains(name) || s_breaking.Contains(name));

    /// <summary>A tag that stands between words.</summary>
    public static bool BreaksWords(ReadOnlySpan<char> name) => s_breaking.Contains(name);

    /// <summary>The character that an entity stands for; U+0000 for one that shows nothing, null if it is not an entity.</summary>
    public static char? Entity(ReadOnlySpan<char> name)
    {
        if (name[0] != '#') return s_entities.TryGetValue(name, out var character) ? character : null;
        var hexadecimal = name.Length > 2 && name[1] is 'x' or 'X';
        var digits = hexadecimal ? name[2..] : name[1..];
        if (!int.TryParse(digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return null;
        if (code is < 1 or > 0xFFFF || char.IsSurrogate((char)code)) return null;
        return Characters.IsInvisible((char)code) ? '\0' : (char)code;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params ReadOnlySpan<string> names) =>
        names.ToArray().ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
