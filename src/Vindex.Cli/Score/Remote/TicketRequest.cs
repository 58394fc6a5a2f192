using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score.Remote;

/// <summary>A ticket as <c>POST /v1/score</c> takes it.</summary>
/// <param name="Body">UTF-8 JSON, an object on one line; the same bytes for the same ticket.</param>
internal sealed record TicketRequest(byte[] Body)
{
    /// <summary>
    /// Derived from the body: when the same ticket is sent again within 24 hours (the server's default), as by a repeated step of a build, the server
    /// returns the stored score instead of making a second one.
    /// </summary>
    public string IdempotencyKey => $"ticket-{Convert.ToHexStringLower(SHA256.HashData(Body))}";

    /// <summary>The ticket as a line of a batch: the body with its key.</summary>
    public byte[] Line() => [.. Body.AsSpan(..^1), .. Encoding.UTF8.GetBytes($",\"idempotency_key\":\"{IdempotencyKey}\"}}")];

    /// <summary>Writes a row that could be read. Text goes as it came: the server reads the markup.</summary>
    public static TicketRequest Of(BacklogRow row, TicketInput input, string? customer, string? profile)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            // A row without a name has no identity that would hold until the next run: the server then makes one up.
            WriteText(json, "ticket_id", JudgedRow.Named(row.Id) ?? JudgedRow.Named(input.Key));
            WriteText(json, "customer_id", customer);
            json.WriteStartObject("ticket_data");
            WriteText(json, "key", JudgedRow.Named(input.Key));
            WriteText(json, "summary", input.Summary);
            WriteField(json, "description", input.Description);
            WriteField(json, "acceptance_criteria", input.AcceptanceCriteria);
            WriteText(json, "issue_type", JudgedRow.Named(input.IssueType));
            json.WriteEndObject();
            WriteContext(json, input.Context ?? []);
            WriteText(json, "system_type", profile);
            json.WriteEndObject();
        }

        return new(bytes.WrittenSpan.ToArray());
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteField(Utf8JsonWriter json, string name, FieldInput field)
    {
        if (field.Document is { } document)
        {
            json.WritePropertyName(name);
            document.WriteTo(json);
        }
        else
        {
            WriteText(json, name, field.Text);
        }
    }

    private static void WriteContext(Utf8JsonWriter json, IReadOnlyList<ContextItem> items)
    {
        if (items.Count == 0) return;
        json.WriteStartArray("context_items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("kind", KindOf(item.Kind));
            WriteText(json, "key", item.Key);
            WriteText(json, "relation", item.Relation);
            WriteText(json, "title", item.Title);
            WriteText(json, "text", item.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string KindOf(ContextKind kind) => kind switch
    {
        ContextKind.LinkedIssue => "linked_issue",
        ContextKind.Epic => "epic",
        ContextKind.Comment => "comment",
        ContextKind.Attachment => "attachment",
        ContextKind.Note => "note",
        _ => throw new UnreachableException(),
    };
}
