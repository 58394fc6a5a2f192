namespace Vindex.Server.Configuration;

/// <summary>The server did not start because of invalid settings. The message lists them with what is allowed.</summary>
public sealed class BadSettingsException : Exception
{
    /// <summary>Lists the errors.</summary>
    /// <param name="complaints">One per setting.</param>
    public BadSettingsException(IReadOnlyList<string> complaints)
        : base("The server did not start:" + string.Concat(complaints.Select(complaint => "\n  " + complaint))) => Complaints = complaints;

    /// <summary>One error per setting.</summary>
    public IReadOnlyList<string> Complaints { get; }
}
