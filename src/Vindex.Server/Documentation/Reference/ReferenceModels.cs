namespace Vindex.Server.Documentation.Reference;

/// <summary>Operations that belong together.</summary>
/// <param name="Name">Name.</param>
/// <param name="Slug">Part of its page's address.</param>
/// <param name="Description">What they are about.</param>
/// <param name="Operations">The operations, in the order of the description.</param>
public sealed record ReferenceTag(string Name, string Slug, string? Description, IReadOnlyList<ReferenceOperation> Operations);

/// <summary>One operation.</summary>
/// <param name="Id">Its id, which is the anchor on the page of its tag.</param>
/// <param name="Method">HTTP method in capitals.</param>
/// <param name="Path">Path with parameters in braces.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Description">More about it.</param>
/// <param name="Credentials">What may call it; empty for everyone.</param>
/// <param name="Parameters">Parameters in path, query and headers.</param>
/// <param name="Bodies">The accepted bodies.</param>
/// <param name="Responses">Successful responses.</param>
/// <param name="Errors">The other responses.</param>
public sealed record ReferenceOperation(
    string Id, string Method, string Path, string Summary, string? Description, IReadOnlyList<string> Credentials, IReadOnlyList<SchemaField> Parameters,
    IReadOnlyList<ReferenceBody> Bodies, IReadOnlyList<ReferenceResponse> Responses, IReadOnlyList<ReferenceResponse> Errors);

/// <summary>A body of a request or a response.</summary>
/// <param name="MediaType">Media type.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Example">An example, indented; null for none.</param>
public sealed record ReferenceBody(string MediaType, SchemaField Schema, string? Example);

/// <summary>A response.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Description">Its meaning.</param>
/// <param name="Bodies">Its bodies; empty for none.</param>
/// <param name="Headers">Its headers.</param>
public sealed record ReferenceResponse(string Status, string Description, IReadOnlyList<ReferenceBody> Bodies, IReadOnlyList<SchemaField> Headers);

/// <summary>A value: a member, a parameter, a header or a whole body.</summary>
/// <param name="Name">Name; empty for a whole body.</param>
/// <param name="Type">Its type in words.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Description">What it means.</param>
/// <param name="Notes">Where a parameter belongs, limits and the default.</param>
/// <param name="Allowed">Allowed values; empty if there is no list.</param>
/// <param name="Members">Members of the object, or of the objects in a list or map; empty if they are not shown here.</param>
public sealed record SchemaField(
    string Name, IReadOnlyList<TypeWord> Type, bool IsRequired, string? Description, IReadOnlyList<string> Notes, IReadOnlyList<string> Allowed,
    IReadOnlyList<SchemaField> Members);

/// <summary>A part of a type in words.</summary>
/// <param name="Text">The words.</param>
/// <param name="Schema">The schema that they name; null if they name none.</param>
public sealed record TypeWord(string Text, string? Schema = null);

/// <summary>A named schema.</summary>
/// <param name="Name">Name, which is its anchor.</param>
/// <param name="Value">Its type and members.</param>
public sealed record ReferenceSchema(string Name, SchemaField Value);
