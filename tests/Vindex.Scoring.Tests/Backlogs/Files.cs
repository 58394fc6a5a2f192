using System.Text;
using Vindex.Scoring.Backlogs;

namespace Vindex.Scoring.Tests.Backlogs;

/// <summary>Files made of text or bytes.</summary>
internal static class Files
{
    public static BacklogOpening Open(string content, string name, BacklogOptions? options = null) => Open(Encoding.UTF8.GetBytes(content), name, options);

    public static BacklogOpening Open(byte[] content, string name, BacklogOptions? options = null) => Backlog.Open(new MemoryStream(content), name, options);

    public static List<BacklogRow> Rows(string content, string name, BacklogOptions? options = null) => Rows(Open(content, name, options));

    public static List<BacklogRow> Rows(BacklogOpening opening) =>
        [.. (opening.Backlog ?? throw new InvalidOperationException(opening.Error)).Rows()];

    public static string? Error(string content, string name, BacklogOptions? options = null) => Open(content, name, options).Error;

    public static string? Failure(string content, string name, BacklogOptions? options = null)
    {
        var backlog = Open(content, name, options).Backlog ?? throw new InvalidOperationException("The file was not opened.");
        _ = backlog.Rows().Count();
        return backlog.Failure;
    }
}
