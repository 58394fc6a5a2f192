using System.Collections;
using System.ComponentModel;

namespace Vindex.Server.Configuration;

/// <summary>Origins of web pages, separated by commas in settings.</summary>
[TypeConverter(typeof(SettingConverter<OriginList>))]
internal sealed class OriginList(IReadOnlyList<string> items) : IReadOnlyList<string>, ISettingValue<OriginList>
{
    private const string Any = "*";

    public int Count => items.Count;

    public string this[int index] => items[index];

    public static OriginList Read(string text)
    {
        var items = SettingText.Items(text);
        if (items.Contains(Any) && items.Length > 1) throw new InvalidSettingException("must be * alone, or a list of origins without it");
        foreach (var item in items.Where(item => item != Any && !IsOrigin(item)))
            throw new InvalidSettingException($"'{item}' is not an origin; expected a scheme and a host such as https://app.example.com, without a path");
        return new OriginList(items);
    }

    public IEnumerator<string> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Browsers send exactly this form.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text && uri.UserInfo.Length == 0;
}
