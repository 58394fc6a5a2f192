using System.Text.Json.Serialization;
using Vindex.Server.Web;
using Vindex.Storage.Views;

namespace Vindex.Server.Views;

/// <summary>A view to save.</summary>
/// <param name="Page">The page: tickets, overview, compare or feedback.</param>
/// <param name="Name">Its name; different from those of the page's other views.</param>
/// <param name="Query">The query of the page's URL, such as band=at_risk&amp;sort=worst_first; empty for the page as it is.</param>
/// <param name="Shared">Whether everyone in the company sees it; otherwise only you do.</param>
internal sealed record NewViewBody(
    [ViewPageName] string Page, [Line(80)] string Name, [TextOrBlank(ViewService.MaxQuery)] string? Query = null, bool? Shared = null);

/// <summary>Changes to a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query of the page's URL.</param>
/// <param name="Shared">Whether everyone in the company sees it.</param>
[KnownMembersOnly]
internal sealed record ViewChangeBody(
    [Line(80)] Optional<string> Name = default, [TextOrBlank(ViewService.MaxQuery)] Optional<string> Query = default, Optional<bool> Shared = default);

/// <summary>A saved view.</summary>
/// <param name="ViewId">Its id.</param>
/// <param name="Page">The page: tickets, overview, compare or feedback.</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query of the page's URL.</param>
/// <param name="Href">The page's path with the query.</param>
/// <param name="Shared">Whether everyone in the company sees it.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record ViewBody(string ViewId, string Page, string Name, string Query, string Href, bool Shared, string Creator, DateTimeOffset CreatedAt)
{
    public static ViewBody Of(SavedView view) =>
        new(view.Id, view.Page, view.Name, view.Query, ViewPage.Href(view), view.UserId is null, view.Creator, view.CreatedAt);
}

/// <summary>Your own views and the shared ones, by name.</summary>
/// <param name="Items">The views.</param>
internal sealed record ViewListBody(IReadOnlyList<ViewBody> Items);

/// <summary>The name of a page.</summary>
internal sealed class ViewPageNameAttribute : RuleAttribute
{
    public override string Expected => $"must be one of {string.Join(", ", ViewPage.Names)}";

    public override IEnumerable<string> Check(object value) => ViewPage.Names.Contains((string)value) ? [] : [Expected];
}

/// <summary>Bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewViewBody))]
[JsonSerializable(typeof(ViewChangeBody))]
[JsonSerializable(typeof(ViewBody))]
[JsonSerializable(typeof(ViewListBody))]
internal sealed partial class ViewJson : JsonSerializerContext
{
    public static ViewJson Shared { get; } = new(WireFormat.Options());
}
