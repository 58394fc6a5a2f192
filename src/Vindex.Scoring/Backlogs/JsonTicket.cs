using System.Text.Json;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Documents;

namespace Vindex.Scoring.Backlogs;

/// <summary>Reads a ticket from a JSON object: the body of <c>POST /v1/score</c>, an issue of Jira's REST API, or flat properties of any tracker.</summary>
internal static class JsonTicket
{
    private const int Roles = 6;

    /// <summary>The ticket, or its error.</summary>
    public static BacklogRow Read(JsonElement value, int row, int line)
    {
        if (value.ValueKind != JsonValueKind.Object) return Wrong(row, line, null, $"a ticket must be an object with a summary, but this is {Name(value)}.");
        var parts = new Parts();
        parts.Collect(value);
        var key = Label(parts[ColumnRole.Key]);
        var id = Label(parts[ColumnRole.Id]) ?? key;
        var summary = parts[ColumnRole.Summary];
        if (summary.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Wrong(row, line, id, "summary is missing; a ticket needs a \"summary\" (or \"title\").");
        if (summary.ValueKind != JsonValueKind.String) return Wrong(row, line, id, $"summary must be text, but it is {Name(summary)}.");
        var title = JsonText.Read(summary);
        if (Characters.AreBlank(title)) return Wrong(row, line, id, "summary is empty; it must contain the ticket's title.");
        if (Field(parts[ColumnRole.Description]) is not { } description)
            return Wrong(row, line, id, $"description must be text or an Atlassian document, but it is {Name(parts[ColumnRole.Description])}.");
        if (Field(parts[ColumnRole.AcceptanceCriteria]) is not { } criteria)
        {
            return Wrong(row, line, id, $"acceptance_criteria must be text or an Atlassian document, but it is {Name(parts[ColumnRole.AcceptanceCriteria])}.");
        }
        return new BacklogRow(
            row, line, id, new TicketInput(title, description, criteria, key, Type(parts[ColumnRole.IssueType]), Context(parts.Context)), null);
    }

    /// <summary>What a value is, in words.</summary>
    public static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private static BacklogRow Wrong(int row, int line, string? id, string what) => new(row, line, id, null, $"row {row:N0} (line {line:N0}): {what}");

    private static string? Label(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => JsonText.Read(value).Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return text.Length > 0 ? text : null;
    }

    private static string? Type(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return Label(value);
        foreach (var property in value.EnumerateObject())
        {
            if (property.NameEquals("name")) return Label(property.Value);
        }
        return null;
    }

    /// <summary>A field as it stands; null when it is neither text nor document.</summary>
    private static FieldInput? Field(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => (FieldInput?)default(FieldInput),
        JsonValueKind.String => FieldInput.FromText(JsonText.Read(value)),
        JsonValueKind.Object => FieldInput.FromDocument(value.Clone()),
        JsonValueKind.Array when Lines(value) is { } lines => FieldInput.FromText(lines),
        // Text converts to a field by itself, a null included: the type must be named.
        _ => (FieldInput?)null,
    };

    /// <summary>An array of texts reads as a list.</summary>
    private static string? Lines(JsonElement array)
    {
        var lines = new List<string>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return null;
            lines.Add("- " + JsonText.Read(item));
        }
        return string.Join('\n', lines);
    }

    private static List<ContextItem>? Context(JsonElement items)
    {
        if (items.ValueKind != JsonValueKind.Array) return null;
        var context = new List<ContextItem>();
        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            JsonElement kind = default, key = default, relation = default, title = default, text = default;
            foreach (var property in item.EnumerateObject())
            {
                if (property.NameEquals("kind")) First(ref kind, property.Value);
                else if (property.NameEquals("key")) First(ref key, property.Value);
                else if (property.NameEquals("relation")) First(ref relation, property.Value);
                else if (property.NameEquals("title")) First(ref title, property.Value);
                else if (property.NameEquals("text")) First(ref text, property.Value);
            }
            context.Add(new ContextItem(Kind(Label(kind)), Label(key), Label(relation), Label(title), Label(text)));
        }
        return context;
    }

    private static ContextKind Kind(string? name) => name switch
    {
        "linked_issue" => ContextKind.LinkedIssue,
        "epic" => ContextKind.Epic,
        "comment" => ContextKind.Comment,
        "attachment" => ContextKind.Attachment,
        _ => ContextKind.Note,
    };

    private static void First(ref JsonElement slot, JsonElement value)
    {
        if (slot.ValueKind == JsonValueKind.Undefined) slot = value;
    }

    /// <summary>The properties that matter, wherever they stand; of those with the same name the first counts, of others the best known name.</summary>
    private sealed class Parts
    {
        private readonly JsonElement[] _values = new JsonElement[Roles];
        private readonly int[] _ranks = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];

        public JsonElement Context { get; private set; }

        public JsonElement this[ColumnRole role] => _values[(int)role];

        public void Collect(JsonElement value)
        {
            JsonElement inner = default;
            foreach (var property in value.EnumerateObject())
            {
                var name = SafeName(property);
                if (name is "ticket_data" or "fields" or "issue" && property.Value.ValueKind == JsonValueKind.Object) First(ref inner, property.Value);
                else if (name == "context_items" && Context.ValueKind == JsonValueKind.Undefined) Context = property.Value;
                else Offer(name, property.Value);
            }
            // The body of /v1/score and Jira's issues hold the ticket one level down (issue, then fields); what it says counts before what stands around it.
            if (inner.ValueKind == JsonValueKind.Object) CollectInner(inner);
        }

        private void CollectInner(JsonElement value)
        {
            var inner = new Parts();
            inner.Collect(value);
            for (var role = 0; role < Roles; role++)
            {
                if (inner._values[role].ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) continue;
                if (role == (int)ColumnRole.Id && _values[role].ValueKind != JsonValueKind.Undefined) continue;
                _values[role] = inner._values[role];
            }
            if (Context.ValueKind == JsonValueKind.Undefined) Context = inner.Context;
        }

        private void Offer(string name, JsonElement value)
        {
            for (var role = 0; role < Roles; role++)
            {
                if (!ColumnNames.IsKnown(name, (ColumnRole)role)) continue;
                var rank = ColumnNames.Rank(name, (ColumnRole)role);
                if (rank >= _ranks[role]) continue;
                if (value.ValueKind == JsonValueKind.Null && _values[role].ValueKind != JsonValueKind.Undefined) continue;
                (_ranks[role], _values[role]) = (rank, value);
            }
        }

        /// <summary>The name with its escapes, since <see cref="JsonProperty.Name"/> throws on lone surrogates; no known name needs an escape.</summary>
        private static string SafeName(JsonProperty property)
        {
            var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8PropertyName(property);
            return raw.Length > 64 ? "" : System.Text.Encoding.UTF8.GetString(raw);
        }
    }
}
