using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Feedback.Writing;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The version of an annotation that a reference names.</summary>
/// <param name="Name">The name of the annotation.</param>
/// <param name="Digest">The version.</param>
internal readonly record struct AnnotationVersion(string Name, string Digest)
{
    private const int DigestLength = 32;

    /// <summary>The version that a reference to an object names; null if it is none.</summary>
    public static AnnotationVersion? Of(string reference)
    {
        var parts = FeedbackRef.Read(reference);
        return parts.Kind == RefKind.Object ? new AnnotationVersion(parts.Name.ToString(), parts.Digest.ToString()) : null;
    }

    /// <summary>The version of a name with a schema and description: the same for the same, so that a spec can be sent again.</summary>
    public static AnnotationVersion Of(string name, ReadOnlySpan<byte> schema, string? description)
    {
        var text = Encoding.UTF8.GetBytes($"{name}\n{Encoding.UTF8.GetString(schema)}\n{description}");
        return new AnnotationVersion(name, Convert.ToHexStringLower(SHA256.HashData(text))[..DigestLength]);
    }

    /// <summary>The reference.</summary>
    public string RefIn(string projectId) => $"weave:///{projectId}/object/{Name}:{Digest}";
}
