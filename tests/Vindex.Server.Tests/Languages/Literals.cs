using System.Reflection;
using System.Reflection.Emit;
using Vindex.Server.Tests.Architecture;

namespace Vindex.Server.Tests.Languages;

/// <summary>A text in the code of the server.</summary>
/// <param name="Type">The type that has it; of nested types the outermost.</param>
/// <param name="Text">The text.</param>
/// <param name="Before">The text loaded before it for the same call; null for none. For an attribute, its name.</param>
/// <param name="Call">The method called next; null if another text is loaded first.</param>
internal sealed record Literal(Type Type, string Text, string? Before, MethodBase? Call);

/// <summary>The texts in the code of the server, read from its assembly: what the compiler made of markup is there too.</summary>
internal static class Literals
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Literal> All { get; } =
    [
        .. typeof(VindexServer).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
            .SelectMany(Read),
    ];

    private static IEnumerable<Literal> Read(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        var type = Outermost(method.DeclaringType!);
        string? before = null;
        string? text = null;
        foreach (var (opCode, token) in MethodCode.Read(code))
        {
            if (opCode.OperandType == OperandType.InlineString)
            {
                if (text is not null) yield return new Literal(type, text, before, null);
                before = text;
                text = method.Module.ResolveString(token);
            }
            else if (opCode.OperandType == OperandType.InlineMethod && text is not null)
            {
                yield return new Literal(type, text, before, CallOf(method, token));
                before = text = null;
            }
        }

        if (text is not null) yield return new Literal(type, text, before, null);
    }

    private static MethodBase CallOf(MethodBase method, int token) => method.Module.ResolveMethod(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }
}
