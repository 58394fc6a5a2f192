namespace Vindex.Server.Portal;

/// <summary>Addresses of the portal.</summary>
internal static class PortalPaths
{
    public const string Root = "/app";
    public const string Overview = Root;
    public const string Checklist = Root + "/checklist";
    public const string Compare = Root + "/compare";
    public const string Tickets = Root + "/tickets";
    public const string Deliveries = Root + "/deliveries";
    public const string Feedback = Root + "/feedback";
    public const string Reviews = Root + "/reviews";
    public const string FeedbackRows = Feedback + "/rows";
    public const string FeedbackData = Feedback + "/data";
    public const string Views = Root + "/views";
    public const string Dashboards = Root + "/dashboards";
    public const string Pin = Dashboards + "/pin";
    public const string Settings = Root + "/settings";
    public const string Keys = Settings + "/keys";
    public const string Installations = Settings + "/installations";
    public const string Trackers = Settings + "/trackers";
    public const string Profiles = Settings + "/profiles";
    public const string Judge = Settings + "/judge";
    public const string Members = Settings + "/members";
    public const string Teams = Settings + "/teams";
    public const string Customers = Settings + "/customers";
    public const string Projects = Settings + "/projects";
    public const string Webhooks = Settings + "/webhooks";
    public const string Audit = Settings + "/audit";
    public const string Admin = Root + "/admin";
    public const string Nodes = Admin + "/nodes";
    public const string SignOut = "/logout";

    public static string Company(string id) => $"{Admin}/companies/{id}";

    public static string Dashboard(string id) => $"{Dashboards}/{id}";

    public static string Delivery(string id) => $"{Deliveries}/{id}";

    /// <summary>Two versions of a ticket side by side.</summary>
    public static string Comparison(string scoreId, string otherId) => $"{Tickets}/{scoreId}/compare/{otherId}";

    public static string Review(string id) => $"{Reviews}/{id}";

    public static string Team(string id) => $"{Teams}/{Uri.EscapeDataString(id)}";

    public static string Webhook(string id) => $"{Webhooks}/{Uri.EscapeDataString(id)}";

    public static string Ticket(string scoreId) => $"{Tickets}/{scoreId}";
}
