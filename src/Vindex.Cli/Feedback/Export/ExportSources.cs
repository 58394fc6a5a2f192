using System.Text.Json;
using Vindex.Cli.Output.Terminal;
using Vindex.Server.Web.Requests;

namespace Vindex.Cli.Feedback.Export;

/// <summary>What is exported.</summary>
internal interface IExportSource
{
    /// <summary>Why there is nothing to export; null if nothing is known against it.</summary>
    Task<string?> ProblemAsync(FeedbackServer server, CancellationToken cancellationToken);

    /// <summary>Begins the export.</summary>
    Task<FeedbackReply> OpenAsync(FeedbackServer server, CancellationToken cancellationToken);

    /// <summary>What so many lines are.</summary>
    string Describe(long lines);
}

/// <summary>Rows of a project.</summary>
internal sealed class ProjectExport(ExportSelection selection) : IExportSource
{
    private const int Listed = 10;

    /// <summary>A server exports a project that does not exist as one without rows. Where the key may list the projects, a mistyped name is found.</summary>
    public async Task<string?> ProblemAsync(FeedbackServer server, CancellationToken cancellationToken)
    {
        var company = selection.Project.Split('/')[0];
        var list = server.IsOfFolder ? $"admin/companies/{Uri.EscapeDataString(company)}/projects" : "portal/projects";
        var reply = await server.GetAsync(list, cancellationToken);
        if (reply.Response is not { } response) return null;
        using (response)
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var projects = document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("project_id").GetString()!).ToList();

            // Of another company than the key's: the export itself says what is wrong.
            if (projects.Contains(selection.Project) || projects.Any(project => !project.StartsWith(company + "/", StringComparison.Ordinal))) return null;
            var nearest = Nearest.Of(selection.Project, projects);
            var known = projects.OrderBy(project => Nearest.Distance(project, selection.Project))
                .ThenBy(project => project, StringComparer.Ordinal)
                .Take(Listed);
            return $"there is no project {TerminalText.OneLine(selection.Project)}"
                + (nearest is null ? "" : $"; did you mean {nearest}?")
                + (projects.Count == 0 ? "; the company has none yet" : $" {(projects.Count > Listed ? "The nearest" : "Its projects")}: {string.Join(", ", known)}");
        }
    }

    public Task<FeedbackReply> OpenAsync(FeedbackServer server, CancellationToken cancellationToken) =>
        server.PostAsync("feedback/export", selection.ToJson(), "application/json", cancellationToken);

    public string Describe(long lines) => $"{TerminalText.Count(lines, "row")} of {selection.Project}";
}

/// <summary>A whole company.</summary>
internal sealed class CompanyExport(string company) : IExportSource
{
    public Task<string?> ProblemAsync(FeedbackServer server, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<FeedbackReply> OpenAsync(FeedbackServer server, CancellationToken cancellationToken)
    {
        var reply = await server.GetAsync($"admin/companies/{Uri.EscapeDataString(company)}/export", cancellationToken);
        return reply.Refusal is { Status: 404 } ? FeedbackReply.Failed($"there is no company {TerminalText.OneLine(company)}", mayBeDone: false) : reply;
    }

    public string Describe(long lines) => $"{TerminalText.Count(lines, "line")} of the company {company}";
}
