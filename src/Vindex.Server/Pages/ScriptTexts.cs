using System.Text.Encodings.Web;
using System.Text.Json;
using Vindex.Server.Languages;

namespace Vindex.Server.Pages;

/// <summary>The texts of scripts as a script of their own, one for each language: those with keys that begin with <c>script.</c></summary>
internal static class ScriptTexts
{
    /// <summary>What their keys begin with.</summary>
    public const string Prefix = "script.";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The script with the texts of a language.</summary>
    public static byte[] Write(Language language)
    {
        using var stream = new MemoryStream();
        stream.Write("globalThis.vindexTexts="u8);
        using (var json = new Utf8JsonWriter(stream, s_json))
        {
            json.WriteStartObject();
            var texts = language.Messages.Where(text => text.Key.StartsWith(Prefix, StringComparison.Ordinal));
            foreach (var (key, message) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(key[Prefix.Length..]);
                if (message.IsCounted) WriteForms(json, message);
                else json.WriteStringValue(message.Forms.Single().Value.Source);
            }

            json.WriteEndObject();
        }

        stream.Write(";"u8);
        return stream.ToArray();
    }

    private static void WriteForms(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        foreach (var (category, form) in message.Forms.OrderBy(form => form.Key, StringComparer.Ordinal)) json.WriteString(category, form.Source);
        json.WriteEndObject();
    }
}
