namespace Vindex.Server.Application;

/// <summary>
/// A request for a service. Reading does not stop at the first error, and the service adds errors that only it can detect (an unknown customer, a time in the
/// past), so that the caller sees all errors at once. A service must not use the value while there are errors.
/// </summary>
/// <param name="Value">The request; unreadable members have default values.</param>
/// <param name="Errors">Its errors so far.</param>
internal readonly record struct Input<T>(T Value, FieldErrors Errors)
{
    /// <summary>A request without errors.</summary>
    public Input(T value)
        : this(value, new FieldErrors())
    {
    }
}
