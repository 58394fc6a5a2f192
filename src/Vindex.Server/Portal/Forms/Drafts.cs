using Vindex.Server.Security.Sessions;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Forms;

/// <summary>Shows forms again that were sent after the session had ended, once their sender has signed in.</summary>
internal static class Drafts
{
    /// <summary>The state of a page's form with what was typed into it; <see cref="FormState.None"/> if nothing is kept for it.</summary>
    /// <param name="context">The request of the page.</param>
    /// <param name="form">Name of the form.</param>
    /// <param name="action">The path that the form is sent to.</param>
    public static FormState Take(HttpContext context, string form, string action) => Take(context, path => path == action ? form : null);

    /// <summary>The same for a page with several forms.</summary>
    /// <param name="context">The request of the page.</param>
    /// <param name="formAt">The name of the form that is sent to a path; null if it is not on this page.</param>
    public static FormState Take(HttpContext context, Func<string, string?> formAt)
    {
        var drafts = context.RequestServices.GetRequiredService<FormDraft>();
        if (drafts.Take(context, action => formAt(action) is not null) is not { } draft) return FormState.None;
        var typed = draft.Fields.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field.Value.OfType<string>()], StringComparer.Ordinal);
        return new FormState(formAt(draft.Action), typed, FormState.None.Errors, T("forms.signed-out"));
    }
}
