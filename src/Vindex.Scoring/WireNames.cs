using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Scoring;

/// <summary>Members of an enum as the API names them: snake case.</summary>
public sealed class WireNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
