using System.Reflection;
using Vindex.Storage;

namespace Vindex.Server.Tests.Hosting;

/// <summary>A store in front of another, of which chosen calls fail as a store fails whose disk is full.</summary>
public class FaultyStore : DispatchProxy
{
    public const string Text = "The disk of /srv/vindex/secret-path is full.";

    private object _inner = null!;
    private Func<string, bool> _fails = null!;

    /// <summary>Puts itself in front of a store. <paramref name="fails"/> is asked with each call's name, for example <c>Jobs.CompleteAsync</c>.</summary>
    public static IStore Around(IStore store, Func<string, bool> fails) => (IStore)Around(typeof(IStore), store, fails);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        if (method.Name.StartsWith("get_", StringComparison.Ordinal) && method.ReturnType.IsInterface)
        {
            var port = method.Name["get_".Length..];
            return Around(method.ReturnType, method.Invoke(_inner, args)!, name => _fails($"{port}.{name}"));
        }

        if (!method.ReturnType.IsAssignableTo(typeof(Task)) || !_fails(method.Name)) return method.Invoke(_inner, args);
        var failure = new StoreUnavailableException(Text);
        if (!method.ReturnType.IsGenericType) return Task.FromException(failure);
        var result = method.ReturnType.GetGenericArguments()[0];
        return typeof(Task).GetMethod(nameof(Task.FromException), 1, [typeof(Exception)])!.MakeGenericMethod(result).Invoke(null, [failure]);
    }

    private static object Around(Type port, object inner, Func<string, bool> fails)
    {
        var proxy = Create(port, typeof(FaultyStore));
        ((FaultyStore)proxy)._inner = inner;
        ((FaultyStore)proxy)._fails = fails;
        return proxy;
    }
}
