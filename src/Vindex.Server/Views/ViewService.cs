using Vindex.Server.Security;
using Vindex.Storage.Audit;
using Vindex.Storage.Views;

namespace Vindex.Server.Views;

/// <summary>
/// Saved views. A person sees the own ones and the shared ones of the company; callers that are limited to customers see only the own ones and share none,
/// because names and filters can name other customers. Who may write scores may share; who may manage the company may also change what
/// others share, which the audit log then has.
/// </summary>
internal sealed class ViewService(IViewStore store, Ids ids, Audit audit, TimeProvider time)
{
    /// <summary>Maximum length of a query.</summary>
    public const int MaxQuery = 2000;

    private const string NoUser = "must be true: an API key has no views of its own";
    private const int MaxOwn = 50;
    private const int MaxShared = 200;

    /// <summary>The views that a caller sees, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        [
            .. (await store.ListAsync(caller.OwnCompany, UserOf(caller), cancellationToken))
                .Where(view => caller.CustomerIds is null || view.UserId is not null || view.Creator == caller.Actor),
        ];

    /// <summary>Whether a caller may change or delete a view that it sees.</summary>
    public static bool MayChange(Caller caller, SavedView view) => view.UserId is not null || view.Creator == caller.Actor || IsManager(caller);

    /// <summary>Whether a caller may share views.</summary>
    public static bool MayShare(Caller caller) =>
        caller.Scopes.Contains(Scopes.ScoresWrite) && (caller.SignedIn is null || caller.CustomerIds is null);

    /// <summary>Saves a view.</summary>
    public async Task<Outcome<SavedView>> CreateAsync(Caller caller, Input<NewViewBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = (input.Value, input.Errors);
        if (errors.Any) return new Refusal.Invalid(errors);
        var page = ViewPage.Find(body.Page)!;
        var shared = body.Shared ?? UserOf(caller) is null;
        if (!shared && UserOf(caller) is null) errors.Add("shared", NoUser);
        var view = new SavedView(
            ids.TimeOrdered(),
            caller.OwnCompany,
            shared ? null : UserOf(caller),
            caller.Actor,
            page.Name,
            body.Name.Trim(),
            Checked(page, body.Query ?? "", errors),
            time.GetUtcNow());
        var present = await ListAsync(caller, cancellationToken);
        if (Refuse(caller, view, shared, present, errors) is { } refusal) return refusal;
        var count = present.Count(other => other.UserId is null == shared);
        if (count >= (shared ? MaxShared : MaxOwn))
        {
            return new Refusal.Conflict(
                "too_many_views", shared ? $"A company has at most {MaxShared} shared views." : $"You can save at most {MaxOwn} views of your own.");
        }

        return await store.AddAsync(view, cancellationToken) ? view : new Refusal.NotFound();
    }

    /// <summary>Changes a view.</summary>
    public async Task<Outcome<SavedView>> ChangeAsync(Caller caller, string id, Input<ViewChangeBody> input, CancellationToken cancellationToken)
    {
        var present = await ListAsync(caller, cancellationToken);
        if (present.FirstOrDefault(one => one.Id == id) is not { } view) return new Refusal.NotFound();
        var (body, errors) = (input.Value, input.Errors);
        if (errors.Any) return new Refusal.Invalid(errors);
        if (!MayChange(caller, view)) return Foreign;
        var shared = body.Shared.Or(view.UserId is null);
        if (!shared && UserOf(caller) is null) errors.Add("shared", NoUser);
        var changed = view with
        {
            Name = body.Name.Or(view.Name).Trim(),
            Query = body.Query.IsGiven ? Checked(ViewPage.Find(view.Page)!, body.Query.OrDefault!, errors) : view.Query,
            UserId = shared ? null : view.UserId ?? UserOf(caller),
        };
        if (Refuse(caller, changed, shared && view.UserId is not null, present, errors) is { } refusal) return refusal;
        if (!shared && view.UserId is null && view.Creator != caller.Actor)
            return new Refusal.Conflict("not_your_view", "Only the person who created a shared view can make it private.");
        return await store.ChangeAsync(changed, Entry(caller, view, "view.changed"), cancellationToken) ? changed : new Refusal.NotFound();
    }

    /// <summary>Deletes a view.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var present = await ListAsync(caller, cancellationToken);
        if (present.FirstOrDefault(one => one.Id == id) is not { } view) return new Refusal.NotFound();
        if (!MayChange(caller, view)) return Foreign;
        return await store.DeleteAsync(view.CompanyId, id, Entry(caller, view, "view.deleted"), cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    private static Refusal Foreign { get; } =
        new Refusal.Forbidden("not_your_view", "Someone else shared this view. An owner of the company can change or delete it.");

    private static bool IsManager(Caller caller) => caller.Scopes.Contains(Scopes.InstallationsWrite);

    private static string? UserOf(Caller caller) => caller.SignedIn?.User.Id;

    // What is one's own is one's own business.
    private AuditEntry? Entry(Caller caller, SavedView view, string action) =>
        view.Creator == caller.Actor ? null : audit.Entry(caller, action, view.CompanyId, view.Id, ("page", view.Page), ("name", view.Name));

    private static string Checked(ViewPage page, string query, FieldErrors errors)
    {
        if (page.Unknown(query) is { } unknown) errors.Add("query", $"contains \"{unknown}\", which is not a filter of this page");
        return page.Normalize(query);
    }

    private static Refusal? Refuse(Caller caller, SavedView view, bool shares, IReadOnlyList<SavedView> present, FieldErrors errors)
    {
        if (present.Any(other => other.Id != view.Id && other.Page == view.Page && other.Name.Equals(view.Name, StringComparison.OrdinalIgnoreCase)))
            errors.Add("name", "is the name of another view of this page");
        if (errors.Any) return new Refusal.Invalid(errors);
        return shares && !MayShare(caller)
            ? new Refusal.Forbidden("insufficient_scope", "Your role does not allow sharing views. Members and owners can.")
            : null;
    }
}
