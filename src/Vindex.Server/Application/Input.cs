namespace Vindex.Server.Application;

/// <summary>
/// A request as a service receives it. Reading never stops at the first error, and the service adds what only it can know (an unknown customer, a time in the
/// past), so that the caller sees all errors at once. A service must not act on the value while there are errors.
/// </summary>
/// <param name="Value">The request; members that could not be read hold a neutral value.</param>
/// <param name="Errors">What is wrong with it so far.</param>
internal readonly record struct Input<T>(T Value, FieldErrors Errors)
{
    /// <summary>A request without errors.</summary>
    public Input(T value)
        : this(value, new FieldErrors())
    {
    }
}
