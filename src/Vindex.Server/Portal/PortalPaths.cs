namespace Vindex.Server.Portal;

/// <summary>Addresses of the portal.</summary>
internal static class PortalPaths
{
    public const string Root = "/app";
    public const string Overview = Root;
    public const string Tickets = Root + "/tickets";
    public const string SignOut = "/logout";

    public static string Ticket(string scoreId) => $"{Tickets}/{scoreId}";
}
