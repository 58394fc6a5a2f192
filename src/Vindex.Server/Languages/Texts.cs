namespace Vindex.Server.Languages;

/// <summary>The texts of pages in the language of their reader. Not for the API, whose texts are English.</summary>
internal static class Texts
{
    /// <summary>The text of a key.</summary>
    public static string T(string key) => Language.Current[key].Format(Language.Current, []);

    /// <summary>The text of a key with its values; <c>count</c> chooses the plural form.</summary>
    public static string T(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Language.Current[key].Format(Language.Current, values);

    /// <summary>A sentence that was formed in English, such as the error of a field, in the reader's language if that has it.</summary>
    public static string Translated(string english) => Language.Current.Sentence(english);
}
