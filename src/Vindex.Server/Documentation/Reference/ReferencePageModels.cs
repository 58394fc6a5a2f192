using Microsoft.AspNetCore.Components;

namespace Vindex.Server.Documentation.Reference;

/// <summary>The list of all operations.</summary>
/// <param name="IsSignedIn">Whether the reader is signed in.</param>
/// <param name="Tags">All tags.</param>
public sealed record OperationsModel(bool IsSignedIn, IReadOnlyList<ReferenceTag> Tags);

/// <summary>The operations of a tag.</summary>
/// <param name="IsSignedIn">Whether the reader is signed in.</param>
/// <param name="Tags">All tags.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Content">Its operations, rendered.</param>
public sealed record TagModel(bool IsSignedIn, IReadOnlyList<ReferenceTag> Tags, ReferenceTag Tag, MarkupString Content);

/// <summary>All named schemas.</summary>
/// <param name="IsSignedIn">Whether the reader is signed in.</param>
/// <param name="Tags">All tags.</param>
/// <param name="Schemas">The schemas.</param>
/// <param name="Content">The same, rendered.</param>
public sealed record SchemasModel(bool IsSignedIn, IReadOnlyList<ReferenceTag> Tags, IReadOnlyList<ReferenceSchema> Schemas, MarkupString Content);
