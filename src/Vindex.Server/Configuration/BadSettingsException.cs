namespace Vindex.Server.Configuration;

/// <summary>The server was not started because settings do not fit. The message lists each with what would fit, for the operator.</summary>
public sealed class BadSettingsException : Exception
{
    /// <summary>Lists complaints.</summary>
    /// <param name="complaints">One a setting.</param>
    public BadSettingsException(IReadOnlyList<string> complaints)
        : base("The server did not start:" + string.Concat(complaints.Select(complaint => "\n  " + complaint))) => Complaints = complaints;

    /// <summary>One complaint a setting.</summary>
    public IReadOnlyList<string> Complaints { get; }
}
