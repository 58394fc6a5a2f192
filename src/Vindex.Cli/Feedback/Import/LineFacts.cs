using System.Text.Json;

namespace Vindex.Cli.Feedback.Import;

/// <summary>Facts about a line of feedback.</summary>
/// <param name="HasId">Whether it has an id, so that importing it again replaces the row.</param>
/// <param name="NamesAnother">Whether it names another project than the target.</param>
internal readonly record struct LineFacts(bool HasId, bool NamesAnother)
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = int.MaxValue };

    /// <summary>A line that is not a JSON object has no facts; the server rejects it.</summary>
    private static readonly LineFacts s_none = new(HasId: true, NamesAnother: false);

    /// <summary>Reads a line. The first of equal names counts, as on the server.</summary>
    /// <param name="line">The line.</param>
    /// <param name="project">Where it goes; null where it says so itself.</param>
    public static LineFacts Read(ReadOnlySpan<byte> line, string? project)
    {
        var reader = new Utf8JsonReader(line, s_options);
        bool? hasId = null;
        bool? namesAnother = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return s_none;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = hasId is null && reader.ValueTextEquals("id"u8);
                var isProject = project is not null && namesAnother is null && reader.ValueTextEquals("project_id"u8);
                reader.Read();
                if (isId) hasId = reader.TokenType == JsonTokenType.String;
                if (isProject) namesAnother = reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(project);
                reader.Skip();
            }

            return new LineFacts(hasId ?? false, namesAnother ?? false);
        }
        catch (JsonException)
        {
            return s_none;
        }
    }
}
