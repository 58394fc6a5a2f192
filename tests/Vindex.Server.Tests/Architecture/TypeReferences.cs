using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Vindex.Server.Tests.Architecture;

/// <summary>Which types of an assembly use which, read from its metadata and the instructions of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>All uses, each by the outermost types; what the compiler makes (lambdas, state machines) counts for the type it stands in.</summary>
    public static IEnumerable<(Type From, Type To)> Of(Assembly assembly) => assembly.GetTypes()
        .Where(type => !IsGenerated(Outermost(type)))
        .SelectMany(type =>
            Used(type)
                .SelectMany(Parts)
                .Where(used => used.Assembly == assembly && !IsGenerated(Outermost(used)))
                .Select(used => (From: Outermost(type), To: Outermost(used))))
        .Where(use => use.From != use.To)
        .Distinct();

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.StartsWith('<')
            || type.Namespace?.StartsWith("Vindex.Server", StringComparison.Ordinal) != true;

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    // A constructed type uses its definition and its arguments; an array its elements.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
    }

    private static IEnumerable<Type> Used(Type type)
    {
        IEnumerable<Type> used = type.GetInterfaces();
        if (type.BaseType is { } parent) used = used.Append(parent);
        return used
            .Concat(Attributes(type))
            .Concat(type.GetFields(Everything).Select(field => field.FieldType))
            .Concat(type.GetMethods(Everything).SelectMany(Used))
            .Concat(type.GetConstructors(Everything).SelectMany(Used));
    }

    private static IEnumerable<Type> Used(MethodBase method)
    {
        var used =
            method.GetParameters()
                .Select(parameter => parameter.ParameterType)
                .Concat(method.GetParameters().SelectMany(Attributes))
                .Concat(Attributes(method));
        if (method is MethodInfo { ReturnType: var answer }) used = used.Append(answer);
        return method.GetMethodBody() is { } body ? used.Concat(body.LocalVariables.Select(local => local.LocalType)).Concat(Instructions(method, body)) : used;
    }

    private static IEnumerable<Type> Attributes(ICustomAttributeProvider of) => of.GetCustomAttributes(inherit: false).Select(attribute => attribute.GetType());

    private static IEnumerable<Type> Instructions(MethodBase method, MethodBody body)
    {
        var code = body.GetILAsByteArray()!;
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var (opCode, token) in MethodCode.Read(code))
        {
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                foreach (var used in Members(method.Module.ResolveMember(token, ofType, ofMethod)!)) yield return used;
            }
        }
    }

    private static IEnumerable<Type> Members(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodInfo method => [.. method.GetGenericArguments(), .. method.DeclaringType is { } type ? (Type[])[type] : [], method.ReturnType],
        _ => [member.DeclaringType!],
    };
}
