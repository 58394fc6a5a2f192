using NodaTime;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Settings;

/// <summary>A link to pass on to a user, shown once.</summary>
/// <param name="Link">URL.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="IsInvitation">Whether it is an invitation; otherwise a password reset.</param>
/// <param name="Expires">Expiry.</param>
public sealed record MemberLink(string Link, string Email, bool IsInvitation, Moment Expires)
{
    private const string LinkField = "link";
    private const string EmailField = "email";
    private const string InvitationField = "invitation";
    private const string ExpiresField = "expires";

    /// <summary>Redirects to a page that shows a link.</summary>
    internal static IResult SeeOther(HttpContext context, string page, string link, string email, bool isInvitation, DateTimeOffset expiresAt) =>
        ShownOnce.Of(context).SeeOther(
            context,
            page,
            (LinkField, link),
            (EmailField, email),
            (InvitationField, isInvitation ? "" : null),
            (ExpiresField, Instants.Format(expiresAt)));

    /// <summary>The link that the requested page is to show; null for none.</summary>
    internal static MemberLink? Take(HttpContext context, DateTimeZone zone) =>
        ShownOnce.Of(context).Take(context) is { } shown && Instants.TryParse(shown[ExpiresField] ?? "", out var expiresAt)
            ? new MemberLink(shown[LinkField]!, shown[EmailField]!, shown[InvitationField] is not null, Moment.Of(expiresAt, zone))
            : null;
}
