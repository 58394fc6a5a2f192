using System.Text.Json;
using Vindex.Cli.Score;

namespace Vindex.Cli.Output.Formats;

/// <summary>Relations between tickets as JSON: <c>duplicates</c>, <c>conflicts</c> and <c>dependencies</c>, with tickets by key.</summary>
internal static class RelationsJson
{
    /// <summary>Writes three members of the current object.</summary>
    public static void Write(Utf8JsonWriter json, TicketRelations relations)
    {
        json.WriteStartArray("duplicates");
        foreach (var pair in relations.Findings.Duplicates)
        {
            json.WriteStartObject();
            WritePair(json, "keys", relations.Tickets[pair.First].Key, relations.Tickets[pair.Second].Key);
            json.WriteNumber("similarity", pair.Similarity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("conflicts");
        foreach (var conflict in relations.Findings.Conflicts)
        {
            json.WriteStartObject();
            WritePair(json, "keys", relations.Tickets[conflict.First].Key, relations.Tickets[conflict.Second].Key);
            json.WriteString("kind", conflict.KindName);
            WritePair(json, "quotes", conflict.FirstQuote, conflict.SecondQuote);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("dependencies");
        foreach (var dependency in relations.Findings.Dependencies)
        {
            json.WriteStartObject();
            json.WriteString("key", relations.Tickets[dependency.Ticket].Key);
            json.WriteString("on", relations.Tickets[dependency.On].Key);
            json.WriteString("kind", dependency.KindName);
            json.WriteString("quote", dependency.Quote);
            json.WriteString("on_quote", dependency.OnQuote);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, string name, string first, string second)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(first);
        json.WriteStringValue(second);
        json.WriteEndArray();
    }
}
