namespace Vindex.Server.Application;

/// <summary>The outcome of a service: a result or a refusal.</summary>
internal abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>The operation was carried out.</summary>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(Refusal Reason) : Outcome<T>;

    public static implicit operator Outcome<T>(T value) => new Done(value);

    public static implicit operator Outcome<T>(Refusal reason) => new Refused(reason);
}

/// <summary>Creates outcomes.</summary>
internal static class Outcome
{
    /// <summary>The result. C# has no implicit conversion from interfaces such as lists.</summary>
    public static Outcome<T> Of<T>(T value) => new Outcome<T>.Done(value);
}

/// <summary>The result of operations that have nothing to return.</summary>
internal readonly record struct Success;
