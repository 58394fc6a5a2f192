using System.Collections.Frozen;

namespace Vindex.Scoring.Judging;

/// <summary>English names of languages.</summary>
public static class LanguageNames
{
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hu"] = "Hungarian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sv"] = "Swedish",
        ["th"] = "Thai",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
    }.ToFrozenDictionary();

    /// <summary>The name of a language by its code; the code itself when it is not known.</summary>
    public static string Of(string code) => s_names.GetValueOrDefault(code, code);
}
