using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Vindex.Server.Languages;

namespace Vindex.Server.Pages;

/// <summary>
/// Texts of scripts, which a page brings along as JSON. Those of <c>charts.js</c> have keys that begin with <c>script.charts.</c>; those of <c>app.js</c> are
/// in two groups, because public pages need few of them.
/// </summary>
internal static class ScriptTexts
{
    /// <summary>The texts of <c>app.js</c> for every page.</summary>
    public const string EveryPage = "app";

    /// <summary>Its texts for pages with a session.</summary>
    public const string Portal = "portal";

    // Characters that could end the element they are in are escaped.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly ConcurrentDictionary<(string Tag, string Group), MarkupString> s_known = new();

    /// <summary>The texts of a group or bundle in the language of the page; empty if it has none.</summary>
    public static MarkupString Of(string group)
    {
        var language = Language.Current;
        return s_known.GetOrAdd((language.Tag, group), static (key, language) => new MarkupString(Write(language, Prefix(key.Group))), language);
    }

    /// <summary>What the keys of a group's texts begin with.</summary>
    internal static string Prefix(string group) => $"script.{Path.GetFileNameWithoutExtension(group)}.";

    private static string Write(Language language, string prefix)
    {
        var texts = language.Messages.Where(text => text.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(text => text.Key, StringComparer.Ordinal).ToList();
        if (texts.Count == 0) return "";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_json))
        {
            json.WriteStartObject();
            foreach (var (key, message) in texts)
            {
                json.WritePropertyName(key[prefix.Length..]);
                if (message.IsCounted) WriteForms(json, message);
                else json.WriteStringValue(message.Forms.Single().Value.Source);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteForms(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        foreach (var (category, form) in message.Forms.OrderBy(form => form.Key, StringComparer.Ordinal)) json.WriteString(category, form.Source);
        json.WriteEndObject();
    }
}
